package io.portage.model;

import io.portage.model.Change.Op;
import io.portage.model.Change.Provenance;
import io.portage.model.Change.RowLineage;
import org.jspecify.annotations.Nullable;

/** Changes from flat lists of their parts. */
public final class TestChanges {
  private TestChanges() {}

  /** A change that does not move its row. */
  public static Change of(
      String table,
      Op op,
      Row key,
      Row row,
      RowLineage lineage,
      Coordinates coordinates,
      ChangePart part,
      long changeTime,
      long kafkaTime,
      long lateness,
      OffsetRanges origins,
      int recordCount) {
    return of(
        table,
        op,
        key,
        row,
        lineage,
        coordinates,
        part,
        changeTime,
        kafkaTime,
        lateness,
        origins,
        recordCount,
        null);
  }

  /** A change. */
  public static Change of(
      String table,
      Op op,
      Row key,
      Row row,
      RowLineage lineage,
      Coordinates coordinates,
      ChangePart part,
      long changeTime,
      long kafkaTime,
      long lateness,
      OffsetRanges origins,
      int recordCount,
      @Nullable Row movedTo) {
    return new Change(
        table,
        op,
        key,
        row,
        lineage,
        new Provenance(coordinates, part, changeTime, kafkaTime, lateness, origins, recordCount),
        movedTo);
  }
}
