//! A server that runs, and its stop, in the order of the module's page.

use super::background::Background;
use crate::api::links::Links;
use crate::net::Net;
use crate::telemetry::Readiness;
use crate::witness::Clerk;
use claviger::Authority;
use claviger::manage::{ManageError, invitations};
use claviger_core::account::AccountRecord;
use claviger_core::credential::AdminToken;
use claviger_core::id::AccountId;
use claviger_core::store::StoreError;
use claviger_kraken::Paper;
use std::net::SocketAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

/// How long the last writes may take; a store that fails may never take them.
const LAST_WRITES: Duration = Duration::from_secs(10);
/// How long the store may take to be let go of by threads that are ending.
const LET_GO: Duration = Duration::from_secs(2);
/// Longest time closing the files of a store takes.
const CLOSING: Duration = Duration::from_millis(50);

/// What a first start made. Has no `Debug`.
pub struct FirstRun {
    /// The first account.
    pub account: AccountRecord,
    /// Its operator's token: to be shown once, and kept nowhere.
    pub token: AdminToken,
}

/// A running server. Dropping it does not stop it in order: call [`Running::shut_down`].
pub struct Running {
    pub(super) net: Net,
    pub(super) authority: Arc<Authority>,
    pub(super) paper: Arc<Paper>,
    pub(super) readiness: Arc<Readiness>,
    pub(super) background: Background,
    pub(super) watching: JoinHandle<()>,
    pub(super) clerk: Clerk,
    pub(super) first_run: Option<FirstRun>,
    pub(super) links: Links,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub const fn local_addr(&self) -> SocketAddr {
        self.net.local_addr()
    }

    /// Whether it speaks TLS, and nothing else.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        self.net.is_encrypted()
    }

    /// What this start made, if it was the first one. Given once.
    pub fn take_first_run(&mut self) -> Option<FirstRun> {
        self.first_run.take()
    }

    /// The link with which somebody becomes the first owner of the account, made anew: none once the server knows
    /// a person. To be shown once, and kept nowhere.
    ///
    /// # Errors
    /// [`ManageError`].
    pub async fn first_owner(&self, account: AccountId) -> Result<Option<Zeroizing<String>>, ManageError> {
        let made = invitations::first_owner(&self.authority, account).await?;
        Ok(made.map(|invited| Zeroizing::new(self.links.welcome(&invited.token))))
    }

    /// Whether the server knows a person.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn has_people(&self) -> Result<bool, StoreError> {
        invitations::has_people(&**self.authority.store())
    }

    /// The authority, for whoever embeds the server.
    #[must_use]
    pub const fn authority(&self) -> &Arc<Authority> {
        &self.authority
    }

    /// Stops: answers what was begun, makes durable what was answered, closes the store.
    pub async fn shut_down(self) {
        tracing::info!("stopping; requests that were begun are answered");
        self.readiness.stop();
        let cut = self.net.shut_down().await;
        if cut > 0 {
            tracing::warn!(cut, "connections were cut since their requests did not end in time");
        }
        self.background.stop().await;
        self.watching.abort();
        let _ = self.watching.await;
        last_writes(&self.authority, &self.paper).await;
        self.clerk.finish().await;
        let store = Arc::downgrade(self.authority.store());
        drop((self.authority, self.paper));
        let_go(&store).await;
        tracing::info!("stopped");
    }
}

async fn last_writes(authority: &Authority, paper: &Paper) {
    let writes = async {
        if let Err(error) = paper.snapshot().await {
            tracing::warn!(%error, "no last snapshot of the paper exchange; the next start reads its journal");
        }
        authority.shut_down().await;
    };
    if tokio::time::timeout(LAST_WRITES, writes).await.is_err() {
        tracing::error!(
            "the store did not take the last writes in time; what was answered is durable all the same"
        );
    }
}

/// The lane's thread ends a moment after its last write; then the data directory is free.
pub(super) async fn let_go<T: ?Sized>(store: &Weak<T>) {
    let gone = async {
        while store.strong_count() > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        // The count is down before the last owner has closed the files.
        tokio::time::sleep(CLOSING).await;
    };
    let _ = tokio::time::timeout(LET_GO, gone).await;
}
