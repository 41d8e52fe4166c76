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
 * Merges changes of many keys, key by key, but never across a change that moves a row. A snapshot's
 * row that {@linkplain Version#isOutOfOrderAfter stands out of place} is not merged either: it goes
 * on by itself, behind the change that it stands behind, and the guard tells of it; beside a move
 * it is merged as any other. Mutable; not for state that a runner keeps.
 */
final class KeyAccumulators {
  private final EncodedChanges byKey;
  private final EncodedChanges snapshots;

  // In order of arrival, so that the same input gives the same batches.
  private final Map<RowKey, MoveAwareAccumulator> moving = new LinkedHashMap<>();
  private long bytesOfMoving;

  /** Holds nothing yet; {@code segments} is for one thread's use. */
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

  /** About how many bytes the merged changes take. */
  long bytes() {
    return byKey.bytes() + snapshots.bytes() + bytesOfMoving;
  }

  /**
   * All changes; those of one key, where there are several, in order. Keys with moves come first,
   * so that what arrives at its new key in the same batch need not wait. Nothing is held
   * afterwards, and nothing may be added.
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
