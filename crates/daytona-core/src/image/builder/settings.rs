//! What the image says about itself: variables, labels, directory, user, ports.

use super::pairs;
use crate::Image;
use crate::image::step::{Protocol, Step};

/// # Settings
impl Image {
    /// Sets environment variables to exactly these values: a `$` stays a `$`.
    ///
    /// Values stand in the Dockerfile and in the image for everyone to read: keep secrets out.
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

    /// Sets environment variables to values in which the build expands `$NAME` and `${NAME}`.
    ///
    /// `\$` is a plain `$`.
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

    /// Sets a label of the image to exactly this value.
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

    /// Sets the directory for what follows and for the sandbox. It is made where it is missing.
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

    /// Sets the user, or user and group as `user:group`, for what follows and for the sandbox.
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

    /// Notes that programs of the image listen on a TCP port.
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

    /// Notes that programs of the image listen on a UDP port.
    #[must_use]
    pub fn expose_udp(self, port: u16) -> Self {
        self.then(Step::Expose { port, protocol: Protocol::Udp })
    }
}
