package io.portage.upsert;

import io.portage.model.Change;
import io.portage.model.RowKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/** What waits in one shard, key by key. Not thread-safe. */
final class WaitingRows {
  private final Map<RowKey, Held> byKey = new LinkedHashMap<>();
  private final BinaryOperator<Change> merge;

  /** Rows that waited before; {@code merge} joins two changes of a key. */
  WaitingRows(List<Held> held, BinaryOperator<Change> merge) {
    this.merge = merge;
    held.forEach(one -> byKey.put(one.key(), one));
  }

  boolean isEmpty() {
    return byKey.isEmpty();
  }

  int size() {
    return byKey.size();
  }

  List<Held> all() {
    return List.copyOf(byKey.values());
  }

  /** Lets the change wait if its key does; says whether. */
  boolean join(Change change) {
    return !byKey.isEmpty()
        && byKey.computeIfPresent(RowKey.of(change), (key, held) -> held.plus(change, merge))
            != null;
  }

  void put(Held held) {
    byKey.put(held.key(), held);
  }

  /** Takes out those that {@code wanted} accepts. */
  List<Held> take(Predicate<Held> wanted) {
    List<Held> taken = new ArrayList<>();
    byKey
        .values()
        .removeIf(
            held -> {
              boolean take = wanted.test(held);
              if (take) {
                taken.add(held);
              }
              return take;
            });
    return taken;
  }

  /** Why the row that was set aside last waits; empty where none does. */
  String newestCause() {
    return byKey.values().stream()
        .reduce((a, b) -> b)
        .map(held -> held.cause().message())
        .orElse("");
  }

  /** When the first of them is to be tried again, milliseconds since 1970. */
  OptionalLong nextAt() {
    return byKey.values().stream().mapToLong(Held::nextAt).min();
  }
}
