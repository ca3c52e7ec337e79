//! The staff: making members, changing them, ending what rested on the old state.

use super::{Auth, AuthError, held, rules};
use crate::domain::{Actor, Language, Party, Role, StaffId};
use crate::store::{Staff, StoreError};

/// A member of the staff, without the password's hash: this may travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: StaffId,
    /// Login name.
    pub email: String,
    /// Shown to visitors and colleagues.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Conversations at once.
    pub capacity: u32,
    /// Language of the screens.
    pub language: Language,
    /// May log in.
    pub active: bool,
}

impl Member {
    /// As conversations know whoever acts.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Staff { id: self.id, name: self.name.clone(), role: self.role }
    }

    /// As the audit and the history of policies name them.
    #[must_use]
    pub fn party(self) -> Party {
        Party::Staff { id: self.id, name: self.name }
    }
}

impl From<Staff> for Member {
    fn from(staff: Staff) -> Self {
        let Staff { id, email, name, role, capacity, language, active, password_hash: _ } = staff;
        Self { id, email, name, role, capacity, language, active }
    }
}

/// A member to be.
#[derive(Debug, Clone)]
pub struct NewMember {
    /// Login name.
    pub email: String,
    /// Display name.
    pub name: String,
    /// First password.
    pub password: String,
    /// Role; staff roles only.
    pub role: Role,
    /// Conversations at once.
    pub capacity: u32,
    /// Language of the screens.
    pub language: Language,
}

/// What is to change; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct MemberChange {
    /// Display name.
    pub name: Option<String>,
    /// New password; ends every login.
    pub password: Option<String>,
    /// Role; a new one ends every login.
    pub role: Option<Role>,
    /// Conversations at once.
    pub capacity: Option<u32>,
    /// Language of the screens.
    pub language: Option<Language>,
    /// `false` deactivates, and ends every login.
    pub active: Option<bool>,
}

impl Auth {
    /// Everybody, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn members(&self) -> Result<Vec<Member>, AuthError> {
        Ok(self.store.all_staff().await?.into_iter().map(Member::from).collect())
    }

    /// Creates a member.
    ///
    /// # Errors
    /// `Invalid` names the field that breaks its rule; `Conflict` when the address is in use.
    pub async fn create_member(&self, new: NewMember) -> Result<Member, AuthError> {
        let _one_at_a_time = self.managing.lock().await;
        self.create(new).await
    }

    /// Changes a member.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` names the field that breaks its rule; `Conflict` when no active admin would remain.
    pub async fn change_member(&self, id: StaffId, change: MemberChange) -> Result<Member, AuthError> {
        let _one_at_a_time = self.managing.lock().await;
        let before = self.store.staff(id).await?.ok_or(AuthError::NotFound)?;
        let after = self.changed(&before, change).await?;
        if is_acting_admin(&before) && !is_acting_admin(&after) && !self.another_admin(id).await? {
            return Err(AuthError::Conflict { field: "role", rule: "one active admin must remain" });
        }
        let ends_logins = after.password_hash != before.password_hash || after.role != before.role || !after.active;
        self.store.put_staff(after.clone()).await?;
        if ends_logins {
            self.end_logins(id).await?;
        }
        Ok(Member::from(after))
    }

    /// The hash of a password in PHC form, for seeding a workspace. No rule is asked of the password here.
    ///
    /// # Errors
    /// When hashing fails.
    pub async fn hash_password(&self, password: &str) -> Result<String, AuthError> {
        self.passwords.hash(password).await
    }

    pub(super) async fn create(&self, new: NewMember) -> Result<Member, AuthError> {
        let email = rules::email(&new.email)?;
        let name = rules::name(&new.name)?;
        rules::password(&new.password)?;
        let capacity = rules::capacity(new.capacity)?;
        let role = staff_role(new.role)?;
        let password_hash = self.passwords.hash(&new.password).await?;
        let id = StaffId(self.clock.fresh_id());
        let staff = Staff { id, email, name, role, password_hash, capacity, language: new.language, active: true };
        match self.store.put_staff(staff.clone()).await {
            Ok(()) => Ok(Member::from(staff)),
            Err(StoreError::DuplicateId(_)) => {
                Err(AuthError::Conflict { field: "email", rule: "the address is in use" })
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn changed(&self, before: &Staff, change: MemberChange) -> Result<Staff, AuthError> {
        let mut after = before.clone();
        if let Some(name) = change.name {
            after.name = rules::name(&name)?;
        }
        if let Some(role) = change.role {
            after.role = staff_role(role)?;
        }
        if let Some(capacity) = change.capacity {
            after.capacity = rules::capacity(capacity)?;
        }
        after.language = change.language.unwrap_or(before.language);
        after.active = change.active.unwrap_or(before.active);
        if let Some(password) = change.password {
            rules::password(&password)?;
            after.password_hash = self.passwords.hash(&password).await?;
        }
        Ok(after)
    }

    async fn another_admin(&self, than: StaffId) -> Result<bool, AuthError> {
        Ok(self.store.all_staff().await?.iter().any(|staff| staff.id != than && is_acting_admin(staff)))
    }

    /// Forgets the one-time setup token; used once an admin exists.
    pub(super) fn close_setup(&self) {
        *held(&self.setup) = None;
    }
}

fn is_acting_admin(staff: &Staff) -> bool {
    staff.active && staff.role == Role::Admin
}

fn staff_role(role: Role) -> Result<Role, AuthError> {
    if role == Role::Visitor {
        return Err(AuthError::Invalid { field: "role", rule: "agent, supervisor or admin" });
    }
    Ok(role)
}
