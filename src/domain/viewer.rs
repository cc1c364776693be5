//! Who looks, and what exists for them.
//!
//! Content statements take the viewer's library set as an argument, so a query that forgot its viewer does not
//! compile. What a viewer may not see does not exist for them.

use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Admin,
    User,
}

impl Role {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::User => "user",
        }
    }

    pub fn parse(text: &str) -> Self {
        if text == "admin" { Self::Admin } else { Self::User }
    }
}

/// A signed-in user with the libraries that they may see.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub user_id: Uuid,
    pub user_name: String,
    pub role: Role,
    /// The sign-in that this request came with.
    pub session_id: Uuid,
    /// Ids of the visible libraries: the `:visible` argument of every content statement.
    pub libraries: Vec<Uuid>,
}

impl Viewer {
    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }
}
