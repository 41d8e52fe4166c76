package io.portage.verify;

import io.portage.config.ColumnDrift.UnknownColumnPolicy;
import io.portage.config.TableConfig;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.verify.compare.ComparedTarget;
import io.portage.verify.compare.TargetSide;
import java.util.List;

/**
 * One target table with all its sources.
 *
 * @param compared the target with its tombstones
 * @param sources at least one
 */
record TablePair(ComparedTarget compared, List<SourceSide> sources) {
  /** Returns the target's table. */
  TargetSide target() {
    return compared.side();
  }

  /** Returns the name of the target, as the configuration has it. */
  String name() {
    return compared.name();
  }

  /** Returns the names of the sources, as the configuration has them. */
  List<String> from() {
    return sources.stream().map(source -> source.config().from()).toList();
  }

  /** Returns the configuration of any source: those of one target are alike. */
  TableConfig config() {
    return sources.get(0).config();
  }

  /** Returns the columns of the sources that the job adds with the first change that has them. */
  List<String> columnsToAdd() {
    return sources.stream()
        .filter(source -> source.config().unknownColumns().policy() == UnknownColumnPolicy.ADD)
        .flatMap(source -> source.walk().columns().names().stream())
        .filter(column -> target().table().column(column) == null)
        .distinct()
        .toList();
  }

  /** Returns the identity of a key. */
  RowKey identity(Row key) {
    return compared.identity(key);
  }
}
