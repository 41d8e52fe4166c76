package io.portage.verify;

import io.portage.config.TableConfig;
import io.portage.model.Row;
import io.portage.model.RowKey;
import java.util.List;

/**
 * One target table with all its sources.
 *
 * @param target the target
 * @param sources at least one
 * @param tombstones the tombstones of the target
 */
record TablePair(TargetSide target, List<SourceSide> sources, TombstoneRows tombstones) {
  /** Returns the name of the target, as the configuration has it. */
  String name() {
    return target.table().name();
  }

  /** Returns the names of the sources, as the configuration has them. */
  List<String> from() {
    return sources.stream().map(source -> source.config().from()).toList();
  }

  /** Returns the configuration of any source: those of one target are alike. */
  TableConfig config() {
    return sources.get(0).config();
  }

  /** Returns the identity of a key. */
  RowKey identity(Row key) {
    return RowKey.of(name(), key);
  }
}
