//! The resources and the class of a sandbox.

use crate::model::json::json_object;
use crate::model::open_enum::open_enum;
use crate::model::params::check_text;
use crate::{Error, Result};

open_enum! {
    /// A kind of GPU.
    pub enum GpuType {
        /// NVIDIA H100.
        H100 = "H100",
        /// NVIDIA H200.
        H200 = "H200",
        /// NVIDIA B200.
        B200 = "B200",
        /// NVIDIA B300.
        B300 = "B300",
        /// AMD Instinct MI355X.
        Mi355x = "MI355X",
        /// NVIDIA RTX PRO 6000.
        RtxPro6000 = "RTX-PRO-6000",
        /// NVIDIA RTX 4090.
        Rtx4090 = "RTX-4090",
        /// NVIDIA RTX 5090.
        Rtx5090 = "RTX-5090",
    }
}

open_enum! {
    /// The kind of sandbox that starts from a snapshot.
    pub enum SandboxClass {
        /// A virtual machine with Linux.
        LinuxVm = "linux-vm",
        /// A container.
        Container = "container",
        /// A virtual machine with Windows.
        Windows = "windows",
    }
}

json_object! {
    /// The resources of each sandbox of a snapshot.
    ///
    /// The server's defaults: 1 core, 1 GiB of memory, 3 GiB of disk and no GPU.
    ///
    /// ```
    /// use daytona_core::Resources;
    ///
    /// let resources = Resources::new().cpu(2).memory_gib(4).disk_gib(10);
    /// assert_eq!(resources.memory_gib, Some(4));
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Resources {
        /// The number of CPU cores.
        #[serde(default)]
        pub cpu: Option<u32>,
        /// Memory in GiB.
        #[doc(alias = "memory")]
        #[serde(default)]
        pub memory_gib: Option<u32>,
        /// Disk in GiB.
        #[doc(alias = "disk")]
        #[serde(default)]
        pub disk_gib: Option<u32>,
        /// The number of GPUs, 0 or 1.
        #[serde(default)]
        pub gpu: Option<u32>,
        /// The kind of GPU.
        #[serde(default)]
        pub gpu_type: Option<GpuType>,
    }
}

impl Resources {
    /// Creates resources with the server's defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the number of CPU cores.
    #[must_use]
    pub fn cpu(mut self, cores: u32) -> Self {
        self.cpu = Some(cores);
        self
    }

    /// Sets the memory, in GiB.
    #[must_use]
    pub fn memory_gib(mut self, gib: u32) -> Self {
        self.memory_gib = Some(gib);
        self
    }

    /// Sets the disk, in GiB.
    #[must_use]
    pub fn disk_gib(mut self, gib: u32) -> Self {
        self.disk_gib = Some(gib);
        self
    }

    /// Sets the number of GPUs: 0 or 1.
    #[must_use]
    pub fn gpu(mut self, count: u32) -> Self {
        self.gpu = Some(count);
        self
    }

    /// Sets the kind of GPU.
    #[must_use]
    pub fn gpu_type(mut self, gpu_type: GpuType) -> Self {
        self.gpu_type = Some(gpu_type);
        self
    }

    /// Refuses resources that the server would refuse.
    pub(crate) fn check(&self) -> Result<()> {
        if let Some(gpu_type) = &self.gpu_type {
            check_text("the kind of GPU", gpu_type.as_str())?;
        }
        match self.gpu {
            Some(count) if count > 1 => Err(Error::invalid_input(format!(
                "{count} GPUs were requested, and a sandbox has at most 1"
            ))
            .with_hint("request 0 or 1")),
            _ => Ok(()),
        }
    }
}
