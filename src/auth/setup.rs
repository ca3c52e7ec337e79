//! The first admin: a one-time token, printed where the server was started, creates them. Only while there is no
//! staff at all, so that the token is worthless afterwards.

use super::{Auth, AuthError, Member, NewMember, Token, held};
use subtle::ConstantTimeEq as _;

impl Auth {
    /// A token for `finish_setup`, when there is no staff yet. A new one replaces an earlier one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin_setup(&self) -> Result<Option<Token>, AuthError> {
        if !self.store.all_staff().await?.is_empty() {
            return Ok(None);
        }
        let token = Token::fresh();
        *held(&self.setup) = Some(token.hash());
        Ok(Some(token))
    }

    /// Creates the first admin. The token is used up by success alone, so that a mistyped address costs nothing.
    ///
    /// # Errors
    /// `Refused` for a wrong or used token; `Invalid` as in `create_member`.
    pub async fn finish_setup(&self, token: &str, admin: NewMember) -> Result<Member, AuthError> {
        let given = Token::given(token).ok_or(AuthError::Refused)?.hash();
        let _one_at_a_time = self.managing.lock().await;
        let expected = *held(&self.setup);
        let fits = expected.is_some_and(|expected| bool::from(expected.ct_eq(&given)));
        if !fits || !self.store.all_staff().await?.is_empty() {
            return Err(AuthError::Refused);
        }
        let member = self.create(admin).await?;
        self.close_setup();
        Ok(member)
    }
}
