package io.portage.model;

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
public final class KeyedChanges {
  private static final int FIRST_ROOM = 16;

  /** About how many bytes of the arrays below belong to a change. */
  private static final int PER_CHANGE = 44;

  private static final byte[] GONE = {};

  private final Segments segments;
  private final BinaryOperator<Change> merge;
  private final List<byte[]> taken = new ArrayList<>();
  private final ByteSink scratch = new ByteSink(512);
  private final OriginLists origins = new OriginLists();

  private byte[][] array = new byte[FIRST_ROOM][];
  private int[] start = new int[FIRST_ROOM];
  private int[] identityEnd = new int[FIRST_ROOM];
  private int[] length = new int[FIRST_ROOM];
  private int[] room = new int[FIRST_ROOM];
  private long[] hash = new long[FIRST_ROOM];
  private int[] originList = new int[FIRST_ROOM];
  private int[] records = new int[FIRST_ROOM];
  private int size;

  /** Places plus 1, at the slot of their hash or the next that was free; 0 is free. */
  private int[] index = new int[2 * FIRST_ROOM];

  private int used;
  private long bytes;

  /**
   * Holds nothing yet.
   *
   * @param segments where arrays are taken from; nobody else may use it at the same time
   * @param merge the merge of two changes of one key, but for origins and records. Of two whole
   *     rows with the same columns, of which no delete is known, it must give the newer one
   */
  public KeyedChanges(Segments segments, BinaryOperator<Change> merge) {
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
    int itsIdentityEnd = encode(change);
    int at = find(key.stableHash(), scratch.array(), 0, itsIdentityEnd, key);
    if (at < 0) {
      at = append(key.stableHash());
      originList[at] = OriginLists.NONE;
      put(at, itsIdentityEnd);
    } else {
      merge(at, itsIdentityEnd, change);
    }
    int before = origins.size();
    originList[at] = origins.add(originList[at], change.origins());
    bytes += (long) OriginLists.PER_INTERVAL * (origins.size() - before);
    records[at] = Math.addExact(records[at], change.records());
  }

  private void merge(int at, int itsIdentityEnd, Change change) {
    int order = ChangeWire.compareVersions(scratch.array(), 0, array[at], start[at]);
    boolean newerReplaces =
        order != 0
            && ChangeWire.isPlain(scratch.array(), 0)
            && ChangeWire.isPlain(array[at], start[at])
            && hasSameColumns(at, itsIdentityEnd);
    if (newerReplaces) {
      if (order > 0) {
        put(at, itsIdentityEnd);
      }
      return;
    }
    put(at, encode(merge.apply(body(at), change)));
  }

  private boolean hasSameColumns(int at, int itsIdentityEnd) {
    byte[] mine = scratch.array();
    byte[] others = array[at];
    int other = start[at] + identityEnd[at];
    int width = ModelWire.columnsWidth(mine, itsIdentityEnd);
    return width == ModelWire.columnsWidth(others, other)
        && Arrays.equals(
            mine, itsIdentityEnd, itsIdentityEnd + width, others, other, other + width);
  }

  private int encode(Change change) {
    scratch.clear();
    try {
      return ChangeWire.writeBody(change, scratch);
    } catch (IOException e) {
      throw new UncheckedIOException("a change cannot be encoded", e);
    }
  }

  /** Puts what was encoded into the place, where it is if there is room. */
  private void put(int at, int itsIdentityEnd) {
    int needed = scratch.size();
    if (needed > room[at]) {
      bytes += needed - room[at];
      takeRoom(at, needed);
    }
    System.arraycopy(scratch.array(), 0, array[at], start[at], needed);
    length[at] = needed;
    identityEnd[at] = itsIdentityEnd;
  }

  private void takeRoom(int at, int needed) {
    byte[] last = taken.isEmpty() ? GONE : taken.get(taken.size() - 1);
    if (needed > Segments.LENGTH) {
      array[at] = new byte[needed];
      start[at] = 0;
    } else {
      if (last.length - used < needed) {
        last = segments.take();
        taken.add(last);
        used = 0;
      }
      array[at] = last;
      start[at] = used;
      used += needed;
    }
    room[at] = needed;
  }

  private int append(long itsHash) {
    if (size == start.length) {
      grow(2 * size);
    }
    hash[size] = itsHash;
    room[size] = 0;
    records[size] = 0;
    if (2 * size >= index.length) {
      index = new int[2 * index.length];
      for (int at = 0; at < size; at++) {
        index(at);
      }
    }
    index(size);
    bytes += PER_CHANGE;
    return size++;
  }

  private void index(int at) {
    int slot = slot(hash[at]);
    while (index[slot] != 0) {
      slot = (slot + 1) & (index.length - 1);
    }
    index[slot] = at + 1;
  }

  /** The lowest bits are the same for all keys of a shard. */
  private int slot(long itsHash) {
    return (int) (itsHash >>> 24) & (index.length - 1);
  }

  private void grow(int more) {
    array = Arrays.copyOf(array, more);
    start = Arrays.copyOf(start, more);
    identityEnd = Arrays.copyOf(identityEnd, more);
    length = Arrays.copyOf(length, more);
    room = Arrays.copyOf(room, more);
    hash = Arrays.copyOf(hash, more);
    originList = Arrays.copyOf(originList, more);
    records = Arrays.copyOf(records, more);
  }

  /** The place of the change of this key, or -1. */
  public int find(RowKey key, Change change) {
    return size == 0 ? -1 : find(key.stableHash(), scratch.array(), 0, encode(change), key);
  }

  /** The place of the change of the same key as that at a place of {@code others}, or -1. */
  public int findKeyOf(KeyedChanges others, int at) {
    if (size == 0) {
      return -1;
    }
    Change other = others.body(at);
    return find(RowKey.of(other), other);
  }

  private int find(long itsHash, byte[] its, int from, int end, RowKey key) {
    int slot = slot(itsHash);
    for (int place = index[slot]; place != 0; place = index[slot]) {
      int at = place - 1;
      if (hash[at] == itsHash && !isGone(at) && isOf(at, its, from, end, key)) {
        return at;
      }
      slot = (slot + 1) & (index.length - 1);
    }
    return -1;
  }

  /** Equal keys can have other bytes, as 1.0 and 1.00 have. */
  private boolean isOf(int at, byte[] its, int from, int end, RowKey key) {
    boolean sameBytes =
        Arrays.equals(
            array[at],
            start[at] + ChangeWire.IDENTITY,
            start[at] + identityEnd[at],
            its,
            from + ChangeWire.IDENTITY,
            end);
    return sameBytes || RowKey.of(body(at)).equals(key);
  }

  private Change body(int at) {
    try {
      return ChangeWire.readBody(new ByteSource(array[at], start[at], length[at]));
    } catch (IOException e) {
      throw new UncheckedIOException("a change cannot be decoded", e);
    }
  }

  /** How many places there are. */
  public int size() {
    return size;
  }

  /** Whether the change of this place was removed. */
  public boolean isGone(int at) {
    return array[at] == GONE;
  }

  /** The change at this place. */
  public Change get(int at) {
    return body(at).withOrigins(origins.get(originList[at]), records[at]);
  }

  /** Removes the change at this place, which stays empty. */
  public Change remove(int at) {
    Change change = get(at);
    bytes -= room[at] + PER_CHANGE;
    array[at] = GONE;
    return change;
  }

  /** Writes the change at this place as {@link ChangeWire#write} does. */
  void write(int at, ByteSink out) throws IOException {
    out.write(array[at], start[at], length[at]);
    ChangeWire.writeOrigins(origins.get(originList[at]), records[at], out);
  }

  /** About how many bytes are held. */
  public long bytes() {
    return bytes;
  }

  /** Gives the arrays back; nothing of this may be used afterwards. */
  public void free() {
    segments.giveBack(taken);
    taken.clear();
    size = 0;
  }
}
