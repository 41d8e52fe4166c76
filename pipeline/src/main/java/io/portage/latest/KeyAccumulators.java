package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.ChangeBatchBuilder;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.model.encoding.ArraySegments;
import io.portage.model.encoding.EncodedChanges;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges changes of many keys, key by key, but never across a key move. A snapshot row that is
 * {@linkplain Version#isOutOfOrderAfter out of order} is not merged either: it is emitted
 * separately, after the change that it follows, and the guard reports it; a key with moves is the
 * exception, its snapshot rows are merged like others. Mutable; not for a runner's state.
 */
final class KeyAccumulators {
  private final EncodedChanges byKey;
  private final EncodedChanges snapshots;

  // In order of arrival, so that the same input gives the same batches.
  private final Map<RowKey, MoveAwareAccumulator> moving = new LinkedHashMap<>();
  private long bytesOfMoving;

  /**
   * An empty instance.
   *
   * @param segments the pool of arrays; must not be used by another thread
   */
  KeyAccumulators(ArraySegments segments) {
    this.byKey = new EncodedChanges(segments, ChangeMerge::contents);
    this.snapshots = new EncodedChanges(segments, ChangeMerge::contents);
  }

  void add(Change change) {
    add(RowKey.of(change), change);
  }

  void add(RowKey key, Change change) {
    MoveAwareAccumulator sequence = moving.isEmpty() ? null : moving.get(key);
    if (sequence != null || change.isKeyMove() || change.isMovedHere()) {
      addInOrder(key, sequence, change);
    } else if (change.version().isOfSnapshot()) {
      snapshots.add(key, change);
    } else {
      byKey.add(key, change);
    }
  }

  private void addInOrder(RowKey key, @Nullable MoveAwareAccumulator known, Change change) {
    MoveAwareAccumulator sequence = known;
    if (sequence == null) {
      sequence = new MoveAwareAccumulator(removed(byKey, key, change));
      moving.put(key, sequence);
    }
    bytesOfMoving -= sequence.bytes();
    Change snapshot = removed(snapshots, key, change);
    if (snapshot != null) {
      sequence.add(snapshot);
    }
    sequence.add(change);
    bytesOfMoving += sequence.bytes();
  }

  private static @Nullable Change removed(EncodedChanges changes, RowKey key, Change change) {
    int at = changes.find(key, change);
    return at < 0 ? null : changes.remove(at);
  }

  /** The approximate encoded size of the merged changes in bytes. */
  long bytes() {
    return byKey.bytes() + snapshots.bytes() + bytesOfMoving;
  }

  /**
   * Returns all changes; several changes of one key are in order. Keys with moves come first, so
   * that the changes of the new key in the same batch need not be parked. Afterwards this instance
   * is empty and must not be used.
   */
  List<ChangeBatch> batches(int shard, int maxRows, long maxBytes) {
    ChangeBatchBuilder batches = new ChangeBatchBuilder(shard, maxRows, maxBytes);
    moving.values().forEach(sequence -> sequence.changes().forEach(batches::add));
    for (int at = 0; at < byKey.size(); at++) {
      if (!byKey.isRemoved(at)) {
        int snapshot = snapshots.findKeyOf(byKey, at);
        if (snapshot < 0) {
          batches.add(byKey, at);
        } else {
          addBoth(byKey.get(at), snapshots.remove(snapshot), batches);
        }
      }
    }
    for (int at = 0; at < snapshots.size(); at++) {
      if (!snapshots.isRemoved(at)) {
        batches.add(snapshots, at);
      }
    }
    byKey.free();
    snapshots.free();
    return batches.all();
  }

  private static void addBoth(Change change, Change snapshot, ChangeBatchBuilder batches) {
    if (snapshot.version().isOutOfOrderAfter(change.version())) {
      batches.add(change);
      batches.add(snapshot);
    } else {
      batches.add(ChangeMerge.merge(change, snapshot));
    }
  }
}
