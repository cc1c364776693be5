//! Detection of boards that nobody has captured: the general rules, and whatever bytes a kernel or a container shows.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use revenge::platform::board::{Board, Config, Storage};

pub fn detect(root: &Path) -> Board {
    try_detect(root).unwrap()
}

fn try_detect(root: &Path) -> revenge::base::Result<Board> {
    let data_dir = PathBuf::from("/var/lib/revenge");
    Board::detect(&Config { root: root.into(), profile: None, profiles: None, data_dir })
}

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(root.path(), path, text.as_bytes());
    }
    root
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn profile_of(files: &[(&str, &str)]) -> String {
    detect(tree(files).path()).profile.name
}

fn arm64(compatible: &str) -> String {
    profile_of(&[("proc/sys/kernel/arch", "aarch64\n"), ("proc/device-tree/compatible", compatible)])
}

fn armv7(compatible: &str) -> String {
    profile_of(&[("proc/sys/kernel/arch", "armv7l\n"), ("proc/device-tree/compatible", compatible)])
}

#[test]
fn device_trees_of_many_vendors_find_their_profile() {
    for (compatible, profile) in [
        ("raspberrypi,4-compute-module\0brcm,bcm2711\0", "raspberry-pi-4"),
        ("raspberrypi,400\0brcm,bcm2711\0", "raspberry-pi-4"),
        ("raspberrypi,5-compute-module\0brcm,bcm2712\0", "raspberry-pi-5"),
        ("brcm,bcm2712\0raspberrypi,500\0", "raspberry-pi-5"),
        ("friendlyarm,nanopc-t6\0rockchip,rk3588\0", "rockchip-rk3588"),
        ("rockchip,rk3588-evb7-v11\0", "rockchip-rk3588"),
        ("khadas,edge2\0rockchip,rk3588s", "rockchip-rk3588"),
        ("\0\0pine64,quartz64-a\0rockchip,rk3566\0", "rockchip-rk356x"),
        ("hardkernel,rk3568-odroid-m1\0rockchip,rk3568\0", "rockchip-rk356x"),
        ("khadas,vim3\0amlogic,a311d\0amlogic,g12b\0", "amlogic-g12b"),
        ("amlogic, g12b\0", "amlogic-g12b"),
        ("Realtek,RTD1619B\0", "realtek-rtd1619b"),
        ("synology,ds124\0realtek,rtd1619b\0", "realtek-rtd1619b"),
        ("amazon,al-alpine-v3-evp\0amazon,al-alpine-v3\0", "annapurna-al"),
        // Neighbours that are something else.
        ("rockchip,rk3399\0", "generic-arm64"),
        ("acme,rk35888\0", "generic-arm64"),
        ("realtek,rtd1619\0", "generic-arm64"),
        ("raspberrypi,3-model-b\0brcm,bcm2837\0", "generic-arm64"),
        ("marvell,armada3720\0marvell,armada3710\0", "generic-arm64"),
        ("", "generic-arm64"),
    ] {
        assert_eq!(arm64(compatible), profile, "{compatible:?}");
    }
    for (compatible, profile) in [
        ("solidrun,clearfog-base-a1\0marvell,armada388\0marvell,armada385\0marvell,armada380\0", "marvell-armada-38x"),
        ("marvell,armada380\0kobol,helios4\0", "marvell-armada-38x"),
        ("al,alpine\0", "annapurna-al"),
        ("raspberrypi,4-model-b\0brcm,bcm2711\0", "raspberry-pi-4"),
        ("marvell,armadaxp\0marvell,armada-370-xp\0", "generic-armv7"),
        // The profile says that it has 64 bits only.
        ("radxa,rock-5b\0rockchip,rk3588\0", "generic-armv7"),
    ] {
        assert_eq!(armv7(compatible), profile, "{compatible:?}");
    }
}

#[test]
fn where_the_device_tree_is_hidden_other_names_tell_the_board() {
    let of = |arch: &str, path: &str, text: &str| profile_of(&[("proc/sys/kernel/arch", arch), (path, text)]);
    let cpuinfo = |arch: &str, line: &str| of(arch, "proc/cpuinfo", &format!("processor\t: 0\n{line}\n"));
    assert_eq!(cpuinfo("aarch64", "Model\t\t: Raspberry Pi Compute Module 5 Rev 1.0"), "raspberry-pi-5");
    assert_eq!(cpuinfo("aarch64", "Model\t\t: Raspberry Pi 400 Rev 1.0"), "raspberry-pi-4");
    assert_eq!(cpuinfo("aarch64", "Model\t\t: Raspberry Pi 40 Rev 1.0"), "generic-arm64");
    assert_eq!(
        cpuinfo("armv7l", "Hardware\t: Marvell Armada 380/381/382/383/384/385/388 (Device Tree)"),
        "marvell-armada-38x"
    );
    assert_eq!(cpuinfo("armv7l", "Hardware\t: Annapurna Labs Alpine"), "annapurna-al");
    assert_eq!(cpuinfo("x86_64", "model name\t: Intel(R) Celeron(R) N4100 CPU @ 1.10GHz"), "intel-gemini-lake");
    assert_eq!(cpuinfo("x86_64", "model name\t: Intel(R) Core(TM) i3-N305"), "intel-alder-lake-n");
    assert_eq!(of("armv7l", "etc.defaults/synoinfo.conf", "unique=\"synology_alpine_ds1517\"\n"), "annapurna-al");
    assert_eq!(of("aarch64", "etc/synoinfo.conf", "unique=\"synology_rtd1619b_ds423\"\n"), "realtek-rtd1619b");
    assert_eq!(of("aarch64", "sys/devices/soc0/soc_id", "G12B (A311D)\n"), "amlogic-g12b");
    assert_eq!(
        of("x86_64", "sys/bus/pci/devices/0000:00:02.0/uevent", "PCI_CLASS=38000\nPCI_ID=8086:46D0\n"),
        "intel-alder-lake-n"
    );
}

#[test]
fn a_boards_own_name_outweighs_its_chip_in_any_order_and_the_operators_word_outweighs_ours() {
    let own = |device_tree: &str| {
        format!("description = 'mine'\n[match]\narch = ['aarch64']\ndevice_tree = ['{device_tree}']\n[limits]\n")
    };
    for (rule, compatible) in [
        ("acme,nas-9", "rockchip,rk3588\0rockchip,rk3588s\0acme,nas-9\0"),
        ("acme,*", "acme,nas-9\0rockchip,rk3588\0"),
        // As good a match as the built-in one.
        ("raspberrypi,5-model-b", "raspberrypi,5-model-b\0brcm,bcm2712\0"),
    ] {
        let name = profile_of(&[
            ("proc/sys/kernel/arch", "aarch64"),
            ("proc/device-tree/compatible", compatible),
            ("etc/revenge/board-profiles/zz-mine.toml", &own(rule)),
        ]);
        assert_eq!(name, "zz-mine", "{compatible:?}");
    }
}

#[test]
fn the_lowest_of_nested_limits_counts() {
    for (cgroup, files, mib) in [
        (
            "0::/a/b/c\n",
            &[("a/b/c/memory.max", "2147483648"), ("a/b/memory.max", "536870912"), ("a/memory.max", "max")][..],
            512,
        ),
        ("0::/a\n", &[("a/memory.max", "max"), ("a/memory.high", "402653184")], 4096),
        ("0::/gone/from/here\n", &[("memory.max", "805306368")], 768),
        ("9:memory:/docker/x\n0::/\n", &[("memory/docker/x/memory.limit_in_bytes", "268435456")], 256),
        ("9:memory:/docker/x\n", &[("memory/docker/x/memory.limit_in_bytes", "9223372036854771712")], 4096),
        ("0::/a\n", &[("a/memory.max", "99999999999999999999"), ("memory.max", "-1")], 4096),
        ("0::/../../a\n", &[("memory.max", "1073741824")], 1024),
        ("0::/a\n", &[("a/memory.max", "17179869184")], 4096),
    ] {
        let root = tree(&[("proc/meminfo", "MemTotal: 4194304 kB\n"), ("proc/self/cgroup", cgroup)]);
        for (path, text) in files {
            write(root.path(), &format!("sys/fs/cgroup/{path}"), text.as_bytes());
        }
        assert_eq!(detect(root.path()).hardware.memory_bytes >> 20, mib, "{cgroup} {files:?}");
    }
}

#[test]
fn a_captured_trees_links_stay_inside_and_nothing_in_it_hangs_or_is_read_whole() {
    let root = tree(&[("sys/firmware/devicetree/base/compatible", "radxa,rock-5b\0rockchip,rk3588\0")]);
    let path = |name: &str| root.path().join(name);
    fs::create_dir_all(path("proc/self")).unwrap();
    write(root.path(), "proc/sys/kernel/arch", b"aarch64");
    symlink("/sys/firmware/devicetree/base", path("proc/device-tree")).unwrap();
    nix::unistd::mkfifo(&path("proc/cpuinfo"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    // Out of the tree, around in a circle, without an end.
    symlink("../../../../../../../proc/meminfo", path("proc/meminfo")).unwrap();
    symlink("cgroup", path("proc/self/cgroup")).unwrap();
    fs::File::create(path("proc/self/mountinfo")).unwrap().set_len(1 << 40).unwrap();
    let profiles = path("etc/revenge/board-profiles");
    fs::create_dir_all(&profiles).unwrap();
    symlink("/dev/zero", profiles.join("endless")).unwrap();
    let board = detect(root.path());
    assert_eq!((board.profile.name.as_str(), board.hardware.cores), ("rockchip-rk3588", 1));
    assert_eq!(board.hardware.memory_bytes, 512 << 20, "this machine's memory was read");
    nix::unistd::mkfifo(&profiles.join("waits.toml"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    assert!(try_detect(root.path()).unwrap_err().what().contains("waits"));
}

#[test]
fn the_kind_of_storage_is_that_below_the_data_directory() {
    let of = |mount: &str, disks: &[(&str, &str)]| {
        let mount = format!("20 1 8:1 / / rw - ext4 {mount} rw\n");
        let root = tree(&[("proc/self/mountinfo", mount.as_str())]);
        for (disk, rotational) in disks {
            write(root.path(), &format!("sys/block/{disk}/queue/rotational"), rotational.as_bytes());
        }
        detect(root.path()).hardware.storage
    };
    assert_eq!(of("/dev/mmcblk0p2", &[("mmcblk0", "0"), ("sda", "1")]), Storage::Card);
    assert_eq!(of("/dev/sda1", &[("sda", "1"), ("nvme0n1", "0")]), Storage::Disk);
    assert_eq!(of("/dev/nvme0n1p2", &[("sda", "1"), ("nvme0n1", "0")]), Storage::Ssd);
    assert_eq!(of("/dev/mapper/data", &[("sda", "1"), ("sdb", "1"), ("dm-0", "0")]), Storage::Disk);
    assert_eq!(of("overlay", &[("sda", "1"), ("nvme0n1", "0")]), Storage::Unknown);
    assert_eq!(of("", &[]), Storage::Unknown);
}

/// What a kernel might write, cut up and mixed with anything.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        "raspberrypi,5-model-b\0brcm,bcm2712\0",
        "processor : 0\n",
        "Features : half thumb\n",
        "CPU architecture: 8\n",
        "MemTotal: 18446744073709551615 kB\n",
        "0::/a/../b\n",
        "memory:/",
        "9:memory:/x\n",
        "max 100000\n",
        "1 0",
        "0-3,9-2,",
        "18446744073709551615",
        "unique=\"",
        "PCI_ID=8086:",
        "KernelPageSize: 16 kB\n",
        "////////",
        "\u{feff}",
        " - ext4 /dev/",
    ]);
    let piece = prop_oneof![known.prop_map(|text| text.as_bytes().to_vec()), prop::collection::vec(any::<u8>(), 0..40)];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn no_bytes_make_detection_fail(contents in prop::collection::vec(bytes(), 16)) {
        const FILES: [&str; 16] = [
            "proc/cpuinfo", "proc/meminfo", "proc/self/cgroup", "proc/self/smaps", "proc/self/status", "proc/self/mountinfo",
            "proc/sys/kernel/arch", "proc/device-tree/compatible", "proc/device-tree/model", "sys/class/dmi/id/product_name",
            "sys/fs/cgroup/memory.max", "sys/fs/cgroup/a/cpu.max", "sys/bus/pci/devices/0000:00:02.0/uevent",
            "sys/class/drm/renderD128/device/uevent", "sys/devices/system/cpu/online", "etc/synoinfo.conf",
        ];
        let root = tempfile::tempdir().unwrap();
        for (path, bytes) in FILES.iter().zip(&contents) {
            write(root.path(), path, bytes);
        }
        let board = detect(root.path());
        prop_assert!((1..=1024).contains(&board.hardware.cores));
        prop_assert!(board.hardware.memory_bytes >= 1024);
        prop_assert!([4096, 8192, 16_384, 32_768, 65_536].contains(&board.hardware.page_size_bytes));
        prop_assert!(!board.matched_by.is_empty());
        prop_assert!(board.proposals.iter().all(|proposal| proposal.name == "transcode.sessions" || proposal.value >= 1));
    }
}
