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
 * Merged changes, one for each key, held as bytes in a few large arrays: the garbage collector has
 * nothing to copy, and a change leaves without being encoded again.
 *
 * <p>Changes have places, from 0, in the order in which their keys came. Mutable, not thread-safe.
 */
public final class EncodedChanges {
  private static final int FIRST_ROOM = 16;

  // What belongs to a place stands together in one array: a change costs few cache lines.
  private static final int SEGMENT = 0;
  private static final int START = 1;
  private static final int LENGTH = 2;
  private static final int ROOM = 3;
  private static final int IDENTITY_LENGTH = 4;
  private static final int HASH = 5;
  private static final int ORIGINS = 6;
  private static final int RECORDS = 7;
  private static final int WIDTH = 8;

  /** About how many bytes of the arrays below belong to a change. */
  private static final int PER_CHANGE = 44;

  private static final int GONE = -1;

  private final ArraySegments segments;
  private final BinaryOperator<Change> merge;
  private final List<byte[]> taken = new ArrayList<>();
  private final ByteSink scratch = new ByteSink(512);
  private final ByteSink merged = new ByteSink(512);
  private final OffsetRangeLists origins = new OffsetRangeLists();
  private int[] places = new int[FIRST_ROOM * WIDTH];
  private int size;

  /** Places plus 1, at the slot of their hash or the next that was free; 0 is free. */
  private int[] index = new int[2 * FIRST_ROOM];

  /** The segment that rows are put into, and how much of it is used. */
  private int current = GONE;

  private int used;
  private long bytes;

  /**
   * Holds nothing yet.
   *
   * @param segments where arrays are taken from; nobody else may use it at the same time
   * @param merge the merge of two changes of one key, without origins and records. Of a whole row
   *     and an older row with the same columns it must give the newer row, with the deletes of both
   */
  public EncodedChanges(ArraySegments segments, BinaryOperator<Change> merge) {
    this.segments = segments;
    this.merge = merge;
  }

  /**
   * Adds a change, or merges it with what is here of its key.
   *
   * @param key the identity of the change's row
   * @param change any change
   * @throws ArithmeticException when more than 2^31 - 1 records were merged
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
    bytes += (long) OffsetRangeLists.PER_INTERVAL * (origins.size() - before);
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
    if (!ChangeEncoding.isWhole(newer, 0, identityLength)
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
    return ChangeEncoding.isWhole(newer, start, newerIdentityEnd)
        && !ChangeEncoding.hasDelete(scratch.array(), 0, identityLength)
        && canReplace(newer, start, newerIdentityEnd, scratch.array(), 0, identityLength);
  }

  /** True if nothing of an older body's row is left beside a newer body that is whole. */
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

  /** Encodes the change's body, and gives how long it is up to the end of the identity. */
  private int encode(Change change) {
    scratch.clear();
    try {
      return ChangeEncoding.writeBody(change, scratch);
    } catch (IOException e) {
      throw new UncheckedIOException("a change cannot be encoded", e);
    }
  }

  /** Puts an encoded body into the place, where it is if there is room. */
  private void put(int at, int identityLength, ByteSink body) {
    int needed = body.size();
    if (needed > get(at, ROOM)) {
      bytes += needed - get(at, ROOM);
      takeRoom(at, needed);
    }
    System.arraycopy(body.array(), 0, array(at), get(at, START), needed);
    set(at, LENGTH, needed);
    set(at, IDENTITY_LENGTH, identityLength);
  }

  private void takeRoom(int at, int needed) {
    if (needed > ArraySegments.LENGTH) {
      taken.add(new byte[needed]);
      set(at, SEGMENT, taken.size() - 1);
      set(at, START, 0);
    } else {
      if (current == GONE || ArraySegments.LENGTH - used < needed) {
        taken.add(segments.take());
        current = taken.size() - 1;
        used = 0;
      }
      set(at, SEGMENT, current);
      set(at, START, used);
      used += needed;
    }
    set(at, ROOM, needed);
  }

  private int append(int hash) {
    if (WIDTH * size == places.length) {
      places = Arrays.copyOf(places, 2 * places.length);
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
    int slot = get(at, HASH) & (index.length - 1);
    while (index[slot] != 0) {
      slot = (slot + 1) & (index.length - 1);
    }
    index[slot] = at + 1;
  }

  /** Of the key's hash what is spread well: its lowest bits are one for all keys of a shard. */
  private static int hash(RowKey key) {
    return (int) (key.stableHash() >>> 24);
  }

  private int get(int at, int field) {
    return places[WIDTH * at + field];
  }

  private void set(int at, int field, int value) {
    places[WIDTH * at + field] = value;
  }

  private byte[] array(int at) {
    return taken.get(get(at, SEGMENT));
  }

  /** The place of the change of this key, which is that of {@code change}, or -1. */
  public int find(RowKey key, Change change) {
    return size == 0 ? -1 : find(scratch.array(), encode(change), key);
  }

  /** The place of the change of the same key as that at a place of {@code others}, or -1. */
  public int findKeyOf(EncodedChanges others, int at) {
    if (size == 0) {
      return -1;
    }
    Change other = others.body(at);
    return find(RowKey.of(other), other);
  }

  private int find(byte[] body, int identityLength, RowKey key) {
    int hash = hash(key);
    int slot = hash & (index.length - 1);
    for (int place = index[slot]; place != 0; place = index[slot]) {
      int at = place - 1;
      if (get(at, HASH) == hash && !isRemoved(at) && isOf(at, body, identityLength, key)) {
        return at;
      }
      slot = (slot + 1) & (index.length - 1);
    }
    return -1;
  }

  /** Equal keys can have other bytes, as 1.0 and 1.00 have. */
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

  /** How many places there are. */
  public int size() {
    return size;
  }

  /** Whether the change of this place was removed. */
  public boolean isRemoved(int at) {
    return get(at, SEGMENT) == GONE;
  }

  /** The change at this place. */
  public Change get(int at) {
    return body(at).withOrigins(origins.get(get(at, ORIGINS)), get(at, RECORDS));
  }

  /** Removes the change at this place, which stays empty. */
  public Change remove(int at) {
    Change change = get(at);
    bytes -= get(at, ROOM) + PER_CHANGE;
    set(at, SEGMENT, GONE);
    return change;
  }

  /** Writes the change at this place as {@link ChangeEncoding#write} does. */
  public void write(int at, ByteSink out) throws IOException {
    out.write(array(at), get(at, START), get(at, LENGTH));
    ChangeEncoding.writeOrigins(origins.get(get(at, ORIGINS)), get(at, RECORDS), out);
  }

  /** About how many bytes are held. */
  public long bytes() {
    return bytes;
  }

  /** Gives the arrays back; nothing of this may be used afterwards. */
  public void free() {
    segments.release(taken);
    taken.clear();
    size = 0;
  }
}
