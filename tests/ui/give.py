"""give.py clipboard|drag image|files PATH...: a second program that has a picture or files on its clipboard or to be dragged.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import pathlib
import sys

import gi

gi.require_version("Gdk", "4.0")
gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

how, kind, *paths = sys.argv[1:]


def make_content():
    if kind == "image":
        return Gdk.ContentProvider.new_for_bytes("image/jpeg", GLib.Bytes.new(pathlib.Path(paths[0]).read_bytes()))
    uris = "".join(pathlib.Path(path).resolve().as_uri() + "\r\n" for path in paths)
    return Gdk.ContentProvider.new_for_bytes("text/uri-list", GLib.Bytes.new(uris.encode()))


def activate(app):
    window = Gtk.ApplicationWindow(application=app, title="Giver", default_width=160, default_height=100)
    label = Gtk.Label(label="Drag me")
    if how == "drag":
        source = Gtk.DragSource(actions=Gdk.DragAction.COPY)
        source.connect("prepare", lambda *_: make_content())
        label.add_controller(source)
    window.set_child(label)
    window.present()
    if how == "clipboard":
        window.get_clipboard().set_content(make_content())
    print("ready", flush=True)


app = Gtk.Application()
app.connect("activate", activate)
app.run([])
