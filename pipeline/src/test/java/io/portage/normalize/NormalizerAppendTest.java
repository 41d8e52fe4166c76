package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.AddedColumn.PropertyColumn;
import io.portage.config.AddedColumn.SourceProperty;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.model.Change;
import io.portage.model.Columns;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Row;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A source's table without a key: each record is a row of its own. */
final class NormalizerAppendTest {
  private static final Row KEY = Row.of(Columns.of("record"), "users_cdc-2-17");

  private final TestBed bed = bed();

  private static TestBed bed() {
    TestBed bed = new TestBed();
    bed.tables.with(
        "users_enriched", "record text not null", "note text", "portage_version numeric");
    return bed.key("record")
        .everyColumn()
        .deletes(DeleteMode.HARD)
        .added(Map.of("record", new PropertyColumn(SourceProperty.RECORD)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "r"})
  void theCoordinatesAreTheKey(String op) {
    Change change = bed.run(EventBuilder.of(op).after("note", "hello")).changes.get(0);

    assertThat(change.op()).isEqualTo(Change.Op.UPSERT);
    assertThat(change.key()).isEqualTo(KEY);
    assertThat(change.row().get("note")).isEqualTo("hello");
  }

  @Test
  void columnsMayBeListed() {
    bed.columns(Map.of("record", new CopiedColumn("record"), "note", new CopiedColumn("text")));

    Change change = bed.run(EventBuilder.create("text", "hello")).changes.get(0);

    assertThat(change.key()).isEqualTo(KEY);
  }

  @Test
  void anUpdateAndADeleteNameNoRow() {
    EventBuilder update = EventBuilder.of("u").before("note", "a").after("note", "b");

    for (EventBuilder event : new EventBuilder[] {update, EventBuilder.delete("note", "a")}) {
      FailureCause cause = bed.refusal(event);

      assertThat(cause.reason()).isEqualTo(Reason.MISSING_KEY);
      assertThat(cause.message()).contains("REPLICA IDENTITY FULL", "before: whole");
    }
  }

  @Test
  void aTruncateIsAppliedIfTheConfigurationSaysSo() {
    EventBuilder truncate = EventBuilder.of("t");
    assertThat(bed.refusal(truncate).reason()).isEqualTo(Reason.TRUNCATE);

    Change change = bed().truncate(TruncatePolicy.APPLY).run(truncate).changes.get(0);

    assertThat(change.op()).isEqualTo(Change.Op.TRUNCATE);
  }

  @Test
  void aColumnOfTheSameNameIsRejected() {
    FailureCause cause = bed.refusal(EventBuilder.create("record", "mine", "note", "a"));

    assertThat(cause.reason()).isEqualTo(Reason.SCHEMA_MISMATCH);
    assertThat(cause.column()).isEqualTo("record");
  }
}
