//! Builder methods for variables, labels, directory, user and ports.

use super::pairs;
use crate::Image;
use crate::image::step::{Protocol, Step};

/// # Settings
impl Image {
    /// Sets environment variables. Values are literal: a `$` is not expanded.
    ///
    /// Everybody who has the image can read the values. Do not put secrets here.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").env([("MODE", "batch"), ("PRICE", "5 $")]);
    /// assert!(image.dockerfile()?.ends_with("ENV MODE=batch\nENV PRICE='5 $'\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn env<K: Into<String>, V: Into<String>>(
        self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.then(Step::Env { variables: pairs(variables) })
    }

    /// Sets environment variables. The build expands `$NAME` and `${NAME}` in the values.
    ///
    /// `\$` is a literal `$`.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").env_expanded([("PATH", "/opt/bin:$PATH")]);
    /// assert!(image.dockerfile()?.ends_with("ENV PATH=\"/opt/bin:$PATH\"\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[doc(alias = "env")]
    #[must_use]
    pub fn env_expanded<K: Into<String>, V: Into<String>>(
        self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.then(Step::EnvExpanded { variables: pairs(variables) })
    }

    /// Sets a label of the image. The value is literal: a `$` is not expanded.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").label("org.example.team", "data platform");
    /// assert!(image.dockerfile()?.ends_with("LABEL org.example.team='data platform'\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn label(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.then(Step::Label { key: key.into(), value: value.into() })
    }

    /// Sets the working directory for later steps and for the sandbox. The build creates it if it
    /// does not exist.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").workdir("/home/daytona");
    /// assert!(image.dockerfile()?.ends_with("WORKDIR /home/daytona\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn workdir(self, path: impl Into<String>) -> Self {
        self.then(Step::Workdir { path: path.into() })
    }

    /// Sets the user, or `user:group`, for later steps and for the sandbox.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").user("1000:1000");
    /// assert!(image.dockerfile()?.ends_with("USER 1000:1000\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn user(self, user: impl Into<String>) -> Self {
        self.then(Step::User { user: user.into() })
    }

    /// Declares a TCP port that programs of the image listen on.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").expose(8080).expose_udp(53);
    /// assert!(image.dockerfile()?.ends_with("EXPOSE 8080\nEXPOSE 53/udp\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn expose(self, port: u16) -> Self {
        self.then(Step::Expose { port, protocol: Protocol::Tcp })
    }

    /// Declares a UDP port that programs of the image listen on.
    #[must_use]
    pub fn expose_udp(self, port: u16) -> Self {
        self.then(Step::Expose { port, protocol: Protocol::Udp })
    }
}
