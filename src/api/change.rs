//! Changes that are several steps. Owns that one which was begun goes to its end.

use super::{ApiState, Problem};

/// Runs a change to its end, whoever hangs up meanwhile: what is stored is in force and audited.
pub(super) async fn to_its_end<T: Send + 'static>(
    api: &ApiState,
    change: impl Future<Output = Result<T, Problem>> + Send + 'static,
) -> Result<T, Problem> {
    api.tasks.spawn(change).await.map_err(|error| Problem::fault(&error))?
}
