package io.portage.model.encoding;

import io.portage.model.Change;
import io.portage.model.RowKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Merged changes, one per key, encoded in a few large arrays: the garbage collector has nothing to
 * copy, and output needs no second encoding.
 *
 * <p>Each change has a slot, from 0, in the order in which the keys first arrived. Mutable, not
 * thread-safe.
 */
public final class EncodedChanges {
  private static final int INITIAL_CAPACITY = 16;

  // The fields of a slot are adjacent in one array, so that a change needs few cache lines.
  private static final int SEGMENT = 0;
  private static final int START = 1;
  private static final int LENGTH = 2;
  private static final int CAPACITY = 3;
  private static final int IDENTITY_LENGTH = 4;
  private static final int HASH = 5;
  private static final int ORIGINS = 6;
  private static final int RECORDS = 7;
  private static final int WIDTH = 8;

  /** The approximate number of bytes that a change occupies in the arrays below. */
  private static final int PER_CHANGE = 44;

  private static final int NO_SEGMENT = -1;

  private final ArraySegments segments;
  private final BinaryOperator<Change> merge;
  private final List<byte[]> taken = new ArrayList<>();
  private final ByteSink scratch = new ByteSink(512);
  private final ByteSink merged = new ByteSink(512);
  private final OffsetRangeLists origins = new OffsetRangeLists();
  private int[] slots = new int[INITIAL_CAPACITY * WIDTH];
  private int size;

  /** The hash table with open addressing: slots plus 1; 0 is a free entry. */
  private int[] index = new int[2 * INITIAL_CAPACITY];

  /** The segment that is being filled, and its used bytes. */
  private int current = NO_SEGMENT;

  private int used;
  private long bytes;

  /**
   * An empty instance.
   *
   * @param segments the pool of arrays; must not be used by another thread at the same time
   * @param merge merges two changes of one key, without origins and record count. Of a full row and
   *     an older row with the same columns it must return the newer row, with the deletes of both
   */
  public EncodedChanges(ArraySegments segments, BinaryOperator<Change> merge) {
    this.segments = segments;
    this.merge = merge;
  }

  /**
   * Adds a change, or merges it with the present change of its key.
   *
   * @param key the identity of the change's row
   * @param change the change
   * @throws ArithmeticException if more than 2^31 - 1 records are merged
   */
  public void add(RowKey key, Change change) {
    int identityLength = encode(change);
    int at = find(scratch.array(), identityLength, key);
    if (at < 0) {
      at = append(hash(key));
      put(at, identityLength, scratch);
    } else {
      merge(at, identityLength, change);
    }
    int before = origins.size();
    set(at, ORIGINS, origins.add(get(at, ORIGINS), change.origins()));
    bytes += (long) OffsetRangeLists.PER_RANGE * (origins.size() - before);
    set(at, RECORDS, Math.addExact(get(at, RECORDS), change.recordCount()));
  }

  private void merge(int at, int identityLength, Change change) {
    int order = ChangeEncoding.compareVersions(scratch.array(), 0, array(at), get(at, START));
    boolean isMerged =
        order > 0 ? replaces(at, identityLength) : order < 0 && isReplaced(at, identityLength);
    if (!isMerged) {
      put(at, encode(merge.apply(body(at), change)), scratch);
    }
  }

  /** Merges the newer body in {@code scratch} without decoding either, if that can be done. */
  private boolean replaces(int at, int identityLength) {
    byte[] newer = scratch.array();
    byte[] older = array(at);
    int start = get(at, START);
    int olderIdentityEnd = start + get(at, IDENTITY_LENGTH);
    if (!ChangeEncoding.isFullRow(newer, 0, identityLength)
        || !canReplace(newer, 0, identityLength, older, start, olderIdentityEnd)) {
      return false;
    }
    if (!ChangeEncoding.hasDelete(older, start, olderIdentityEnd)) {
      put(at, identityLength, scratch);
      return true;
    }
    if (!ChangeEncoding.isAfterEveryDelete(newer, 0, identityLength)) {
      return false;
    }
    merged.clear();
    ChangeEncoding.writeWithDeletesOf(
        newer, identityLength, scratch.size(), older, start, olderIdentityEnd, merged);
    put(at, identityLength, merged);
    return true;
  }

  /** True if the older body in {@code scratch} changes nothing. */
  private boolean isReplaced(int at, int identityLength) {
    byte[] newer = array(at);
    int start = get(at, START);
    int newerIdentityEnd = start + get(at, IDENTITY_LENGTH);
    return ChangeEncoding.isFullRow(newer, start, newerIdentityEnd)
        && !ChangeEncoding.hasDelete(scratch.array(), 0, identityLength)
        && canReplace(newer, start, newerIdentityEnd, scratch.array(), 0, identityLength);
  }

  /** True if nothing of an older body's row is left beside a newer body that is a full row. */
  private static boolean canReplace(
      byte[] newer, int at, int identityEnd, byte[] older, int olderAt, int olderIdentityEnd) {
    return !ChangeEncoding.isMove(older, olderAt)
        && hasSameColumns(
            newer,
            ChangeEncoding.rowAt(newer, at, identityEnd),
            older,
            ChangeEncoding.rowAt(older, olderAt, olderIdentityEnd));
  }

  private static boolean hasSameColumns(byte[] mine, int at, byte[] others, int other) {
    int width = ModelEncoding.columnsWidth(mine, at);
    return width == ModelEncoding.columnsWidth(others, other)
        && Arrays.equals(mine, at, at + width, others, other, other + width);
  }

  /** Encodes the change's body and returns the position of the end of its identity. */
  private int encode(Change change) {
    scratch.clear();
    try {
      return ChangeEncoding.writeBody(change, scratch);
    } catch (IOException e) {
      throw new UncheckedIOException("a change cannot be encoded", e);
    }
  }

  /** Stores an encoded body in the slot, in its present space if that is large enough. */
  private void put(int at, int identityLength, ByteSink body) {
    int needed = body.size();
    if (needed > get(at, CAPACITY)) {
      bytes += needed - get(at, CAPACITY);
      allocate(at, needed);
    }
    System.arraycopy(body.array(), 0, array(at), get(at, START), needed);
    set(at, LENGTH, needed);
    set(at, IDENTITY_LENGTH, identityLength);
  }

  private void allocate(int at, int needed) {
    if (needed > ArraySegments.LENGTH) {
      taken.add(new byte[needed]);
      set(at, SEGMENT, taken.size() - 1);
      set(at, START, 0);
    } else {
      if (current == NO_SEGMENT || ArraySegments.LENGTH - used < needed) {
        taken.add(segments.take());
        current = taken.size() - 1;
        used = 0;
      }
      set(at, SEGMENT, current);
      set(at, START, used);
      used += needed;
    }
    set(at, CAPACITY, needed);
  }

  private int append(int hash) {
    if (WIDTH * size == slots.length) {
      slots = Arrays.copyOf(slots, 2 * slots.length);
    }
    int at = size++;
    set(at, HASH, hash);
    set(at, ORIGINS, OffsetRangeLists.NONE);
    if (2 * size > index.length) {
      index = new int[2 * index.length];
      for (int known = 0; known < at; known++) {
        index(known);
      }
    }
    index(at);
    bytes += PER_CHANGE;
    return at;
  }

  private void index(int at) {
    int position = get(at, HASH) & (index.length - 1);
    while (index[position] != 0) {
      position = (position + 1) & (index.length - 1);
    }
    index[position] = at + 1;
  }

  /**
   * The well-distributed bits of the key's hash; its lowest bits are equal for all keys of a shard.
   */
  private static int hash(RowKey key) {
    return (int) (key.stableHash() >>> 24);
  }

  private int get(int at, int field) {
    return slots[WIDTH * at + field];
  }

  private void set(int at, int field, int value) {
    slots[WIDTH * at + field] = value;
  }

  private byte[] array(int at) {
    return taken.get(get(at, SEGMENT));
  }

  /** The slot of the change with this key, which is the key of {@code change}, or -1. */
  public int find(RowKey key, Change change) {
    return size == 0 ? -1 : find(scratch.array(), encode(change), key);
  }

  /**
   * The slot of the change with the key of the change in slot {@code at} of {@code others}, or -1.
   */
  public int findKeyOf(EncodedChanges others, int at) {
    if (size == 0) {
      return -1;
    }
    Change other = others.body(at);
    return find(RowKey.of(other), other);
  }

  private int find(byte[] body, int identityLength, RowKey key) {
    int hash = hash(key);
    int position = hash & (index.length - 1);
    for (int entry = index[position]; entry != 0; entry = index[position]) {
      int at = entry - 1;
      if (get(at, HASH) == hash && !isRemoved(at) && isOf(at, body, identityLength, key)) {
        return at;
      }
      position = (position + 1) & (index.length - 1);
    }
    return -1;
  }

  /** Compares the keys too, because equal keys can differ in bytes, such as 1.0 and 1.00. */
  private boolean isOf(int at, byte[] body, int identityLength, RowKey key) {
    int start = get(at, START);
    boolean sameBytes =
        Arrays.equals(
            array(at),
            start + ChangeEncoding.IDENTITY,
            start + get(at, IDENTITY_LENGTH),
            body,
            ChangeEncoding.IDENTITY,
            identityLength);
    return sameBytes || RowKey.of(body(at)).equals(key);
  }

  private Change body(int at) {
    try {
      return ChangeEncoding.readBody(new ByteSource(array(at), get(at, START), get(at, LENGTH)));
    } catch (IOException e) {
      throw new UncheckedIOException("a change cannot be decoded", e);
    }
  }

  /** The number of slots, including those of removed changes. */
  public int size() {
    return size;
  }

  /** Returns true if the change in this slot was removed. */
  public boolean isRemoved(int at) {
    return get(at, SEGMENT) == NO_SEGMENT;
  }

  /** The change in this slot. */
  public Change get(int at) {
    return body(at).withOrigins(origins.get(get(at, ORIGINS)), get(at, RECORDS));
  }

  /** Removes and returns the change in this slot, which stays empty. */
  public Change remove(int at) {
    Change change = get(at);
    bytes -= get(at, CAPACITY) + PER_CHANGE;
    set(at, SEGMENT, NO_SEGMENT);
    return change;
  }

  /** Writes the change in this slot as {@link ChangeEncoding#write} does. */
  public void write(int at, ByteSink out) throws IOException {
    out.write(array(at), get(at, START), get(at, LENGTH));
    ChangeEncoding.writeOrigins(origins.get(get(at, ORIGINS)), get(at, RECORDS), out);
  }

  /** The approximate number of bytes in use. */
  public long bytes() {
    return bytes;
  }

  /** Returns the arrays to the pool. This instance must not be used afterwards. */
  public void free() {
    segments.release(taken);
    taken.clear();
    size = 0;
  }
}
