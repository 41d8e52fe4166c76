package io.portage.verify.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.kafka.TopicAdmin.PartitionProgress;
import io.portage.model.Change;
import io.portage.model.Change.Provenance;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.Columns;
import io.portage.model.Coordinates;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.log.LogDecision.LogState;
import io.portage.verify.log.LogDecision.LogVerdict;
import io.portage.verify.log.LogDecision.RowComparison;
import io.portage.verify.report.DifferenceKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The log was read up to offset 100, and the group has committed up to 50. */
final class LogDecisionTest {
  private static final Columns KEY = Columns.of("id");
  private static final Columns ROW = Columns.of("id", "name");
  private static final LogExtent READ =
      new LogExtent(List.of(new PartitionProgress("topic", 0, 0, 100, 50L)));

  private final LogDecision decision = new LogDecision(new ByName(), "v");

  @Test
  void theRowOfTheNewestChangeIsComparedByItsValues() {
    assertThat(kind(upsert(20, "a"), row(20, "a"))).isNull();
    assertThat(decide(upsert(20, "a"), row(20, "b")))
        .isEqualTo(new LogVerdict(DifferenceKind.DIFFERS, List.of("name"), ""));
    assertThat(kind(upsert(70, "a"), row(70, "a"))).describedAs("not committed").isNull();
    assertThat(kind(upsert(70, "a"), row(70, "b"))).isEqualTo(DifferenceKind.DIFFERS);
  }

  @Test
  void anOlderRowHasLostAChangeOnceThatIsCommitted() {
    assertThat(decide(upsert(20, "a"), row(10, "a")).columns()).containsExactly("v");
    assertThat(decide(upsert(20, "a"), row(10, "b")).columns()).containsExactly("v", "name");
    assertThat(kind(upsert(20, "a"), null)).isEqualTo(DifferenceKind.MISSING);
    assertThat(kind(upsert(20, "a"), tombstone(10))).isEqualTo(DifferenceKind.MISSING);
    assertThat(kind(delete(20), row(10, "a"))).isEqualTo(DifferenceKind.EXTRA);

    assertThat(kind(upsert(50, "a"), row(10, "a"))).isEqualTo(DifferenceKind.IN_FLIGHT);
    assertThat(kind(upsert(50, "a"), null)).isEqualTo(DifferenceKind.IN_FLIGHT);
    assertThat(kind(delete(50), row(10, "a"))).isEqualTo(DifferenceKind.IN_FLIGHT);
  }

  @Test
  void aDeletedRowMayHaveATombstoneOrNothing() {
    assertThat(kind(delete(20), tombstone(20))).isNull();
    assertThat(kind(delete(20), null)).isNull();
    assertThat(kind(delete(60), null)).describedAs("not committed").isNull();
  }

  @Test
  void aNewerRowIsLookedAtAgainUnlessItHasTheSameValues() {
    assertThat(kind(upsert(20, "a"), row(120, "a"))).isNull();
    assertThat(kind(upsert(20, "a"), row(120, "b"))).isEqualTo(DifferenceKind.AHEAD);
    assertThat(kind(upsert(20, "a"), tombstone(120))).isEqualTo(DifferenceKind.AHEAD);
    assertThat(kind(delete(20), row(120, "b"))).isEqualTo(DifferenceKind.AHEAD);
  }

  @Test
  void aRowWithoutAChangeIsOlderThanTheLogUnlessItMayBeNewer() {
    assertThat(of(null, null, null, row(99, "a")).kind()).isEqualTo(DifferenceKind.OLDER_THAN_LOG);
    assertThat(of(null, null, null, row(100, "a")).kind()).isEqualTo(DifferenceKind.AHEAD);
    assertThat(of(null, null, null, null).kind()).isNull();
  }

  @Test
  void aPartialRowIsOlderThanTheLogInItsOtherColumns() {
    Change partial =
        change(Change.Op.UPSERT, 20, Row.of(KEY, 1L), RowLineage.partialRow(version(20)));

    assertThat(of(partial, partial.row(), null, row(20, "a")))
        .satisfies(verdict -> assertThat(verdict.kind()).isEqualTo(DifferenceKind.OLDER_THAN_LOG))
        .satisfies(verdict -> assertThat(verdict.columns()).containsExactly("name"));
  }

  @Test
  void aRejectedRecordCountsUntilALaterOneReplacesItOrItIsReplayed() {
    Change older = upsert(20, "a");
    RejectedRecord rejected = new RejectedRecord(new Coordinates("topic", 0, 30), "too long");

    assertThat(of(older, older.row(), rejected, row(20, "a")).kind())
        .isEqualTo(DifferenceKind.DIFFERS);
    assertThat(of(null, null, rejected, null).kind()).isEqualTo(DifferenceKind.MISSING);
    assertThat(of(older, older.row(), rejected, row(30, "b")).kind())
        .describedAs("replayed, with other values")
        .isEqualTo(DifferenceKind.AHEAD);
    Change newer = upsert(40, "c");
    assertThat(of(newer, newer.row(), rejected, row(40, "c")).kind()).isNull();
    RejectedRecord inFlight = new RejectedRecord(new Coordinates("topic", 0, 60), "too long");
    assertThat(of(older, older.row(), inFlight, row(20, "a")).kind())
        .isEqualTo(DifferenceKind.IN_FLIGHT);
  }

  private @Nullable DifferenceKind kind(Change newest, @Nullable TargetRow row) {
    return decide(newest, row).kind();
  }

  private LogVerdict decide(Change newest, @Nullable TargetRow row) {
    return of(newest, newest.op() == Change.Op.UPSERT ? newest.row() : null, null, row);
  }

  private LogVerdict of(
      @Nullable Change newest,
      @Nullable Row expected,
      @Nullable RejectedRecord rejected,
      @Nullable TargetRow row) {
    return decision.of(new LogState(newest, expected, null, rejected), row, READ, READ);
  }

  private static Version version(long offset) {
    return new Version(0, 0, offset, 0, offset);
  }

  private static Change upsert(long offset, String name) {
    return change(
        Change.Op.UPSERT, offset, Row.of(ROW, 1L, name), RowLineage.fullRow(version(offset)));
  }

  private static Change delete(long offset) {
    return change(Change.Op.DELETE, offset, Row.empty(), RowLineage.delete(version(offset), false));
  }

  private static Change change(Change.Op op, long offset, Row row, RowLineage lineage) {
    Provenance provenance =
        new Provenance(
            new Coordinates("topic", 0, offset), ChangePart.WHOLE, 0, 0, 0, OffsetRanges.none(), 1);
    return new Change("t", op, Row.of(KEY, 1L), row, lineage, provenance, null);
  }

  private static TargetRow row(long offset, String name) {
    return new TargetRow(Row.of(KEY, 1L), Row.of(ROW, 1L, name), version(offset), false);
  }

  private static TargetRow tombstone(long offset) {
    return new TargetRow(Row.of(KEY, 1L), Row.empty(), version(offset), true);
  }

  /** Compares the column {@code name}. */
  private static final class ByName implements RowComparison {
    @Override
    public List<String> differing(Row expected, TargetRow actual) {
      return !expected.has("name")
              || Objects.equals(expected.get("name"), actual.values().get("name"))
          ? List.of()
          : List.of("name");
    }

    @Override
    public boolean areLookups(List<String> columns) {
      return false;
    }

    @Override
    public List<String> unknownOf(Row expected) {
      return expected.has("name") ? List.of() : List.of("name");
    }
  }
}
