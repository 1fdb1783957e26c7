"""Reads the accessible tree of a program, as a screen reader does, but many questions at a time: a node is asked for everything
at once and all nodes of one depth together, so that a window takes some twenty journeys over the bus and not some hundreds.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ACCESSIBLE, ACTION, TEXT, VALUE = (f"org.a11y.atspi.{name}" for name in ("Accessible", "Action", "Text", "Value"))
PROPERTIES = "org.freedesktop.DBus.Properties"
ROOT = "/org/a11y/atspi/accessible/root"
MOST_CHILDREN = 250

# bits of a node's states
CHECKED, FOCUSED, PRESSED, VISIBLE = (1 << bit for bit in (4, 12, 20, 30))


class Node:
    """One thing on the screen."""

    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path
        self.role, self.name, self.states, self.children = "", "", 0, []

    def call(self, interface, method, arguments=None):
        return self.bus.call_sync(self.owner, self.path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None).unpack()

    def get(self, interface, name):
        return self.call(PROPERTIES, "Get", GLib.Variant("(ss)", (interface, name)))[0]

    def count_actions(self):
        try:
            return self.get(ACTION, "NActions")
        except GLib.Error:
            return 0

    def act(self):
        """Does the first thing that can be done with it: a button is clicked. False where it went away meanwhile."""
        try:
            return self.call(ACTION, "DoAction", GLib.Variant("(i)", (0,)))[0]
        except GLib.Error:
            return False

    def read_text(self):
        return self.call(TEXT, "GetText", GLib.Variant("(ii)", (0, self.get(TEXT, "CharacterCount"))))[0]

    def get_value(self):
        return self.get(VALUE, "CurrentValue")

    def set_value(self, value):
        self.call(PROPERTIES, "Set", GLib.Variant("(ssv)", (VALUE, "CurrentValue", GLib.Variant("d", value))))


class Desktop:
    """The programs that can be read."""

    def __init__(self):
        session = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                                    Gio.DBusCallFlags.NONE, -1, None).unpack()[0]
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

    def find_program(self, process_id):
        """The root of what a process shows, or None."""
        bus = Node(self.bus, "org.freedesktop.DBus", "/org/freedesktop/DBus")
        try:
            for owner, path in Node(self.bus, "org.a11y.atspi.Registry", ROOT).call(ACCESSIBLE, "GetChildren")[0]:
                arguments = GLib.Variant("(s)", (owner,))
                if bus.call("org.freedesktop.DBus", "GetConnectionUnixProcessID", arguments)[0] == process_id:
                    return Node(self.bus, owner, path)
        except GLib.Error:
            pass  # another program went away meanwhile
        return None


def read_tree(root):
    """The root and all that is visible below it, each before what is in it."""
    root = Node(root.bus, root.owner, root.path)
    level = [root]
    while level:
        ask_all(level)
        below = []
        for node in level:
            if node is not root and not node.states & VISIBLE:
                node.role, node.name, node.children = "", "", []  # what is hidden is not asked further
            node.children = [Node(node.bus, owner, path) for owner, path in node.children[:MOST_CHILDREN]]
            below += node.children
        level = below
    return [node for node in flatten(root) if node is root or node.states & VISIBLE]


def ask_all(nodes):
    """Fills what is known of each. Who went away meanwhile keeps nothing."""
    waiting = 0

    def ask(node, interface, method, arguments, keep):
        nonlocal waiting
        waiting += 1

        def answered(bus, result):
            nonlocal waiting
            waiting -= 1
            try:
                keep(node, bus.call_finish(result).unpack()[0])
            except GLib.Error:
                pass

        node.bus.call(node.owner, node.path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None, answered)

    for node in nodes:
        ask(node, ACCESSIBLE, "GetState", None, keep_states)
        ask(node, ACCESSIBLE, "GetRole", None, keep_role)
        ask(node, PROPERTIES, "Get", GLib.Variant("(ss)", (ACCESSIBLE, "Name")), lambda one, name: setattr(one, "name", name))
        ask(node, ACCESSIBLE, "GetChildren", None, lambda one, children: setattr(one, "children", children))
    while waiting:
        GLib.MainContext.default().iteration(True)


def keep_states(node, words):
    node.states = words[0] | words[1] << 32


def keep_role(node, number):
    node.role = Atspi.role_get_name(Atspi.Role(number))


def flatten(node):
    yield node
    for child in node.children:
        yield from flatten(child)
