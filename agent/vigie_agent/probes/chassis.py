"""What sort of machine this is: virtual or not, and which shape of case."""

from collections.abc import Mapping

WORKSTATION = frozenset({3, 4, 5, 6, 7, 13, 15, 16, 24, 35, 36})
LAPTOP = frozenset({8, 9, 10, 11, 12, 14, 30, 31, 32})
SERVER = frozenset({17, 23, 25, 28, 29})
"""Chassis types of the SMBIOS specification (table 17), by what they are for us."""

HYPERVISORS = (
    ("vmware", "vmware"),
    ("innotek", "virtualbox"),
    ("virtualbox", "virtualbox"),
    ("qemu", "kvm"),
    ("kvm", "kvm"),
    ("bochs", "kvm"),
    ("openstack", "kvm"),
    ("amazon ec2", "amazon"),
    ("google compute engine", "google"),
    ("xen", "xen"),
    ("parallels", "parallels"),
    ("bhyve", "bhyve"),
    ("nutanix", "nutanix"),
)
"""Words of the firmware that only a hypervisor writes, first match wins."""


def virtualisation(dmi: Mapping[str, str], cpu_flags: str, container: str) -> str:
    """Name the hypervisor or container runtime, "" on bare metal.

    Args:
        dmi: files of /sys/class/dmi/id by name.
        cpu_flags: the processor's flags.
        container: runtime that the system says it runs in.
    """
    if container:
        return container
    maker, model = dmi.get("sys_vendor", "").lower(), dmi.get("product_name", "").lower()
    firmware = f"{maker} {model} {dmi.get('bios_vendor', '').lower()}"
    if maker == "microsoft corporation" and model == "virtual machine":
        return "hyperv"  # the same maker also sells Surface laptops
    for word, name in HYPERVISORS:
        if word in firmware and not (word == "amazon ec2" and "metal" in model):
            return name
    return "other" if " hypervisor " in f" {cpu_flags} " else ""


def kind(chassis_type: str, virtual: str) -> str:
    """Give virtual, workstation, laptop, server, or "" when the firmware does not say."""
    if virtual:
        return "virtual"
    number = int(chassis_type) & 0x7F if chassis_type.isdecimal() else 0
    for name, numbers in (("workstation", WORKSTATION), ("laptop", LAPTOP), ("server", SERVER)):
        if number in numbers:
            return name
    return ""
