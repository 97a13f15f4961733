"""Gives a user all rights to a file or folder by an access list: acl.py PATH UID"""
import os
import struct
import sys

path, uid = sys.argv[1], int(sys.argv[2])
mode = os.stat(path).st_mode
nobody = 0xFFFFFFFF
user_obj, user, group_obj, mask, other = 1, 2, 4, 0x10, 0x20
entries = [
    (user_obj, mode >> 6 & 7, nobody),
    (user, 7, uid),
    (group_obj, mode >> 3 & 7, nobody),
    (mask, 7, nobody),
    (other, mode & 7, nobody),
]
version = struct.pack('<I', 2)
os.setxattr(path, 'system.posix_acl_access', version + b''.join(struct.pack('<HHI', *e) for e in entries))
