"""Makes a lock and holds it: hold.py FILE TEXT [LINK]

With LINK, the file becomes a link to that when somebody else opens it.
"""
import ctypes
import fcntl
import os
import select
import sys
import time

in_open = 0x20
path, text = sys.argv[1:3]
file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
os.write(file, text.encode().decode('unicode_escape').encode('latin1'))
fcntl.lockf(file, fcntl.LOCK_EX)
if len(sys.argv) > 3:
    os.symlink(sys.argv[3], path + '.link')
    libc = ctypes.CDLL(None)
    watch = libc.inotify_init()
    libc.inotify_add_watch(watch, path.encode(), in_open)
    print('ready', flush=True)
    if select.select([watch], [], [], 60)[0]:
        time.sleep(0.05)  # it is now being asked who holds it
        os.rename(path + '.link', path)
        print('swapped', flush=True)
else:
    print('ready', flush=True)
time.sleep(120)
