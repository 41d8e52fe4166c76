package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.ChangeBatches;
import io.portage.model.KeyedChanges;
import io.portage.model.RowKey;
import io.portage.model.Segments;
import io.portage.model.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges changes of many keys, key by key, but never across a change that moves a row. A snapshot's
 * row that {@linkplain Version#isOutOfPlaceBehind stands out of place} is not merged either: it
 * goes on by itself, behind the change that it stands behind, and the guard tells of it; beside a
 * move it is merged as any other. Mutable; not for state that a runner keeps.
 */
final class KeyFolds {
  private final KeyedChanges byKey;
  private final KeyedChanges snapshots;

  // In order of arrival, so that the same input gives the same batches.
  private final Map<RowKey, KeySequence> moving = new LinkedHashMap<>();
  private long bytesOfMoving;

  /** Holds nothing yet; {@code segments} is for one thread's use. */
  KeyFolds(Segments segments) {
    this.byKey = new KeyedChanges(segments, Merge::contents);
    this.snapshots = new KeyedChanges(segments, Merge::contents);
  }

  void add(Change change) {
    add(RowKey.of(change), change);
  }

  void add(RowKey key, Change change) {
    KeySequence sequence = moving.isEmpty() ? null : moving.get(key);
    if (sequence != null || change.moves() || change.hasArrived()) {
      addInOrder(key, sequence, change);
    } else if (change.version().isOfSnapshot()) {
      snapshots.add(key, change);
    } else {
      byKey.add(key, change);
    }
  }

  private void addInOrder(RowKey key, @Nullable KeySequence known, Change change) {
    KeySequence sequence = known;
    if (sequence == null) {
      sequence = new KeySequence(removed(byKey, key, change));
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

  private static @Nullable Change removed(KeyedChanges changes, RowKey key, Change change) {
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
    ChangeBatches batches = new ChangeBatches(shard, maxRows, maxBytes);
    moving.values().forEach(sequence -> sequence.changes().forEach(batches::add));
    for (int at = 0; at < byKey.size(); at++) {
      if (!byKey.isGone(at)) {
        int snapshot = snapshots.findKeyOf(byKey, at);
        if (snapshot < 0) {
          batches.add(byKey, at);
        } else {
          addBoth(byKey.get(at), snapshots.remove(snapshot), batches);
        }
      }
    }
    for (int at = 0; at < snapshots.size(); at++) {
      if (!snapshots.isGone(at)) {
        batches.add(snapshots, at);
      }
    }
    byKey.free();
    snapshots.free();
    return batches.all();
  }

  private static void addBoth(Change change, Change snapshot, ChangeBatches batches) {
    if (snapshot.version().isOutOfPlaceBehind(change.version())) {
      batches.add(change);
      batches.add(snapshot);
    } else {
      batches.add(Merge.merge(change, snapshot));
    }
  }
}
