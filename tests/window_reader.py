"""The app's real window in a test: a display of its own, and what a screen reader knows of the window, through AT-SPI.

Reader needs Debian's own Python, the only one that finds python3-gi, and Debian's at-spi2-core and gir1.2-atspi-2.0.
"""

import contextlib
import os
import subprocess
import time

LONGEST = 20.0


class Missing(Exception):
    """The window does not offer what is looked for."""


class Gone(Exception):
    """A node has gone since its parent was asked for it."""


@contextlib.contextmanager
def display(size):
    """An X server with a window manager, in DISPLAY. On a screen lower than the window the window opens smaller."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size}x24", "-noreset", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        try:
            os.environ["DISPLAY"] = ":" + server.stdout.readline().decode().strip()
            with subprocess.Popen(["openbox", "--sm-disable"], stderr=subprocess.DEVNULL) as manager:
                try:
                    wait_for_manager()
                    yield
                finally:
                    manager.kill()
        finally:
            server.kill()


def wait_for_manager():
    """A window that opens before the manager listens gets no keys and is not found. It listens once it does what it is asked to."""
    end = time.monotonic() + LONGEST
    while True:
        subprocess.run(["xdotool", "set_num_desktops", "2"], stderr=subprocess.DEVNULL)
        answer = subprocess.run(["xdotool", "get_num_desktops"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if answer.stdout.strip() == b"2":
            return
        if time.monotonic() > end:
            raise Missing("the window manager does not start")
        time.sleep(0.1)


def is_called(name, wanted):
    """Whether this is the name that is wanted, or begins with it where that ends with an ellipsis."""
    return name == wanted or (wanted.endswith("…") and name.startswith(wanted[:-1]))


class Reader:
    """What a screen reader knows of the window of the process `pid`. The session's D-Bus is the test's own."""

    def __init__(self, pid):
        # Only here, so that a test without a screen reader runs in any Python.
        import gi

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, GLib

        self.atspi = Atspi
        self.gone = (GLib.Error, Gone)
        self.pid = pid

    @staticmethod
    def switch_on(listens=True):
        """Tells every program on the bus that a screen reader listens, or that none does."""
        from gi.repository import Gio, GLib

        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        on = GLib.Variant("(ssv)", ("org.a11y.Status", "IsEnabled", GLib.Variant("b", listens)))
        bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", on, None, 0, 10_000, None)

    def nodes(self):
        """(node, role, name) of everything that is offered to a screen reader, in reading order."""
        def walk(node):
            if node is None:
                raise Gone
            yield node, node.get_role_name(), node.get_name() or ""
            for index in range(node.get_child_count()):
                yield from walk(node.get_child_at_index(index))

        end = time.monotonic() + LONGEST
        while True:
            try:
                desktop = self.atspi.get_desktop(0)
                applications = [desktop.get_child_at_index(index) for index in range(desktop.get_child_count())]
                ours = [one for one in applications if one is not None and one.get_process_id() == self.pid]
                return [node for one in ours for node in walk(one)]
            except self.gone:  # the page changed under our hands
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def page(self):
        return [(role, name) for _, role, name in self.nodes()]

    def names(self):
        return [name for _, name in self.page() if name]

    def find(self, wanted, seconds=LONGEST):
        """The node with this name, or whose name begins with it where it ends with an ellipsis."""
        end = time.monotonic() + seconds
        while True:
            for node, _, name in self.nodes():
                if is_called(name, wanted):
                    return node
            if time.monotonic() > end:
                raise Missing(f"nothing is called {wanted!r}: {self.page()}")
            time.sleep(0.1)

    def wait(self, wanted):
        self.find(wanted)

    def is_offered(self, wanted, seconds):
        """Whether the page offers it by then. What lies below the window's edge is offered once Tab has led there."""
        try:
            self.find(wanted, seconds)
            return True
        except Missing:
            return False

    def press(self, wanted):
        end = time.monotonic() + LONGEST
        while True:
            node = self.find(wanted)
            action = node.get_action_iface()
            if action is not None and action.get_n_actions() == 1:
                break
            if time.monotonic() > end:
                raise Missing(f"{wanted!r} cannot be pressed")
            # A new node's actions come to the bus a little after the node, and the library remembers that it had none.
            time.sleep(0.1)
            node.clear_cache()
        action.do_action(0)
