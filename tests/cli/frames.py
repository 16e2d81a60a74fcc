"""Recording files, taken apart by their frame."""

import struct

SHAPE, LOG, TRUTH, OBSERVED, SYNCED, INDEX, END = 6, 7, 8, 9, 11, 13, 255
HEADER, BLOCK_HEAD, CHECKSUM = 24, 16, 8


def blocks(content: bytes) -> list[tuple[int, bytes]]:
    """Type and payload of each that is there in full."""
    found, place = [], HEADER
    while place + BLOCK_HEAD + CHECKSUM <= len(content):
        marker, kind, _, _, length = struct.unpack_from("<4sHHII", content, place)
        end = place + BLOCK_HEAD + length + CHECKSUM
        if marker != b"\x9dBLK" or end > len(content):
            break
        found.append((kind, content[place + BLOCK_HEAD:end - CHECKSUM]))
        place = end
    return found


def things(content: bytes, kind: int) -> int:
    """How many things the blocks of a type hold, by the index of a whole file."""
    return sum(count for of, payload in blocks(content) if of == INDEX
               for _, named, count in struct.iter_unpack("<QII", payload) if named == kind)
