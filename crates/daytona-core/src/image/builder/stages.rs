//! Builder methods for stages.

use crate::Image;
use crate::image::step::Step;

/// # Stages
impl Image {
    /// Adds another image as a stage that [`copy_from`](Image::copy_from) can copy from.
    ///
    /// The content of the stage, such as compilers and sources, is not part of this image. The local
    /// files of a stage are sent if the image copies from the stage. The position of this call does
    /// not matter: all stages come before the image, in the order of the calls, and each stage can
    /// copy from those before it. The entrypoint of a stage is omitted.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let build = Image::base("golang:1.24").run_commands(["go install example.com/app@v1.2.0"]);
    /// let image = Image::base("alpine:3.20")
    ///     .stage("build", build)
    ///     .copy_from("build", "/go/bin/app", "/usr/local/bin/app")
    ///     .entrypoint(["app"]);
    ///
    /// assert_eq!(
    ///     image.dockerfile()?,
    ///     "FROM golang:1.24 AS build\n\
    ///     RUN go install example.com/app@v1.2.0\n\
    ///     FROM alpine:3.20\n\
    ///     COPY --from=build [\"/go/bin/app\", \"/usr/local/bin/app\"]\n\
    ///     ENTRYPOINT [\"app\"]\n"
    /// );
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    ///
    /// # Names
    ///
    /// A name begins with a lower-case letter, followed by lower-case letters, digits, `-`, `_` and
    /// `.`. Names are unique in the whole Dockerfile, including stages of stages. The same image
    /// under the same name is built once. Another image under the same name is refused.
    ///
    /// # Stages from a Dockerfile
    ///
    /// An image that begins with [`from_dockerfile`](Image::from_dockerfile) can be a stage. All
    /// Dockerfiles of an image are merged into one text. They must have the same escape character,
    /// an ARG before the first FROM must have the same value in all of them, and they must refer to
    /// stages by name, not by number.
    #[must_use]
    pub fn stage(self, name: impl Into<String>, image: Image) -> Self {
        self.then(Step::Stage { name: name.into(), image: image.list })
    }

    /// Copies a file, or the content of a directory, from a [`stage`](Image::stage).
    ///
    /// The stage can also be a named stage of the image's Dockerfile. The build expands `$NAME` in
    /// both paths. The source can contain `*`, `?` and `[...]`.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let site = Image::base("node:22").workdir("/site").run_commands(["npm run build"]);
    /// let image = Image::base("nginx:1.27")
    ///     .stage("site", site)
    ///     .copy_from("site", "/site/dist", "/usr/share/nginx/html");
    /// ```
    #[must_use]
    pub fn copy_from(
        self,
        stage: impl Into<String>,
        source: impl Into<String>,
        destination: impl Into<String>,
    ) -> Self {
        self.then(Step::CopyFrom {
            stage: stage.into(),
            source: source.into(),
            destination: destination.into(),
        })
    }
}
