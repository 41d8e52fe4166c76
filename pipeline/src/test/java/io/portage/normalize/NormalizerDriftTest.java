package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.ColumnDrift.UnknownColumns;
import io.portage.config.DebeziumConfig;
import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.event.DecodedRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NormalizerDriftTest {
  private static final String USERS = "users_enriched";

  private final TestBed bed = new TestBed();

  @BeforeEach
  void copyEveryColumn() {
    bed.tables.with(USERS, "user_id int8 not null", "name text", "portage_version numeric");
    bed.everyColumn();
  }

  @Test
  void ignoresAnUnknownColumnAndUsesItOnceTheTargetHasIt() {
    bed.unknown(UnknownColumns.IGNORE);
    EventBuilder event = EventBuilder.create("user_id", 1L, "name", "Ann", "added", 3L);

    assertThat(bed.change(event).row()).isEqualTo(EventBuilder.row("user_id", 1L, "name", "Ann"));
    assertThat(bed.drift(event.build())).containsExactly("UNKNOWN_COLUMN added");
    bed.tables.with(USERS, "user_id int8", "name text", "added int4", "portage_version numeric");
    assertThat(bed.change(event).row().has("added")).as("the catalog is read every 10 s").isFalse();
    bed.later(Duration.ofSeconds(10));

    assertThat(bed.change(event).row().get("added")).isEqualTo(3L);
    assertThat(bed.drift(event.build())).isEmpty();
  }

  @Test
  void doesNotMissAnIgnoredColumnThatIsUnavailable() {
    bed.unknown(UnknownColumns.IGNORE);

    assertThat(
            bed.change(EventBuilder.of("u").afterUnavailable("doc", "user_id", 1L, "name", "A"))
                .isPartial())
        .isFalse();
  }

  @Test
  void collectsUnknownColumnsAsExactJson() {
    bed.tables.with(
        USERS, "user_id int8", "name text", "extra jsonb not null", "portage_version numeric");
    bed.unknown(UnknownColumns.json("extra"));

    Change change =
        bed.change(
            EventBuilder.create(
                "user_id", 1L, "b", new BigDecimal("0.10"), "name", "A", "extra", null, "c", "\""));

    assertThat(change.row())
        .isEqualTo(
            EventBuilder.row(
                "user_id", 1L, "name", "A", "extra", "{\"b\":0.10,\"extra\":null,\"c\":\"\\\"\"}"));
    assertThat(bed.change(EventBuilder.create("user_id", 1L, "name", "A")).row().get("extra"))
        .as("an image without unknown columns keeps none of an older one")
        .isEqualTo("{}");
  }

  @Test
  void collectsColumnsThatTheMappingDoesNotName() {
    bed.tables.with(USERS, "id int8", "extra text", "portage_version numeric");
    bed.columns(Map.<String, ColumnConfig>of("id", new CopiedColumn("user_id")));
    bed.unknown(UnknownColumns.json("extra")).where("row.kind == 'a'");

    Change change = bed.change(EventBuilder.create("user_id", 1L, "id", 7L, "kind", "a"));

    assertThat(change.row()).isEqualTo(EventBuilder.row("user_id", 1L, "extra", "{\"id\":7}"));
  }

  @Test
  void keepsTheObjectIfAllItsValuesAreUnavailableAndRefusesAPartOfIt() {
    bed.tables.with(USERS, "user_id int8", "name text", "extra text", "portage_version numeric");
    bed.unknown(UnknownColumns.json("extra"));

    Change kept =
        bed.change(EventBuilder.of("u").afterUnavailable("doc", "user_id", 1L, "name", "A"));
    FailureCause refused =
        bed.refusal(
            EventBuilder.of("u").afterUnavailable("doc", "user_id", 1L, "name", "A", "b", 2L));

    assertThat(kept.row()).isEqualTo(EventBuilder.row("user_id", 1L, "name", "A"));
    assertThat(kept.isPartial()).isTrue();
    assertThat(refused.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(refused.message()).contains("doc", "REPLICA IDENTITY FULL");
  }

  @Test
  void namesTheColumnOfTheObjectThatTheTargetLacks() {
    bed.unknown(UnknownColumns.json("extra"));

    assertThat(bed.refusal(EventBuilder.create("user_id", 1L, "name", "A")).column())
        .isEqualTo("extra");
    assertThat(bed.change(EventBuilder.delete("user_id", 1L)).op()).isEqualTo(Change.Op.DELETE);
  }

  @Test
  void saysThatAColumnMayHaveBeenRenamed() {
    bed.missing(MissingColumnPolicy.DEAD_LETTER);
    EventBuilder event = EventBuilder.update("user_id", 1L, "full_name", "Ann");

    assertThat(bed.refusal(event).message())
        .contains(
            "has no column name of the target",
            "column full_name of the event is new, and column name no longer comes");
    assertThat(bed.drift(event.build())).containsExactly("MISSING_COLUMN name");
  }

  @Test
  void refusesAnUnknownColumnThatTheMappingDoesNotNameIfConfigured() {
    bed.columns(Map.<String, ColumnConfig>of("user_id", new CopiedColumn("user_id")));
    assertThat(bed.change(EventBuilder.create("user_id", 1L, "x", 1L)).row().size()).isEqualTo(1);
    TestBed strict = new TestBed();
    strict.columns(Map.<String, ColumnConfig>of("user_id", new CopiedColumn("user_id")));
    strict.unknown(UnknownColumns.DEAD_LETTER);

    FailureCause cause = strict.refusal(EventBuilder.create("user_id", 1L, "x", 1L));

    assertThat(cause.column()).isEqualTo("x");
    assertThat(cause.message()).contains("tables[].columns does not name the source column x");
  }

  @Test
  void refusesARowWithAnUnavailableUnknownColumn() {
    FailureCause cause =
        bed.refusal(EventBuilder.of("u").afterUnavailable("doc", "user_id", 1L, "name", "A"));

    assertThat(cause.column()).isEqualTo("doc");
  }

  @Test
  void writesNullForAMissingColumnIfConfigured() {
    bed.missing(MissingColumnPolicy.NULL);

    assertThat(bed.change(EventBuilder.update("user_id", 1L)).row())
        .isEqualTo(EventBuilder.row("user_id", 1L, "name", null));
    bed.tables.with(USERS, "user_id int8", "name text not null", "portage_version numeric");
    TestBed required = new TestBed().everyColumn().missing(MissingColumnPolicy.NULL);
    required.tables.with(USERS, "user_id int8", "name text not null", "portage_version numeric");
    assertThat(required.refusal(EventBuilder.update("user_id", 1L)).message())
        .contains("missingColumns: null", "NOT NULL");
  }

  @Test
  void doesNotWriteNullForAnUnavailableColumn() {
    bed.missing(MissingColumnPolicy.NULL);

    assertThat(
            bed.change(EventBuilder.of("u").afterUnavailable("name", "user_id", 1L))
                .row()
                .has("name"))
        .isFalse();
  }

  @Test
  void anImageWithoutAColumnThatIsKeptIsNotCalledOlder() {
    bed.missing(MissingColumnPolicy.KEEP);
    bed.change(EventBuilder.update("user_id", 1L, "name", "A").time(TestBed.NOW.minusSeconds(5)));
    DecodedRecord older =
        EventBuilder.update("user_id", 2L).time(TestBed.NOW.minusSeconds(9)).build();

    assertThat(bed.change(older).row()).isEqualTo(EventBuilder.row("user_id", 2L));
    assertThat(bed.drift(older)).containsExactly("KEPT_COLUMN name");
  }

  @Test
  void writesAnOlderImageWithoutAColumnThatNewerImagesHave() {
    bed.missing(MissingColumnPolicy.NULL);
    bed.change(EventBuilder.update("user_id", 1L, "name", "A").time(TestBed.NOW.minusSeconds(5)));
    DecodedRecord older =
        EventBuilder.update("user_id", 2L).time(TestBed.NOW.minusSeconds(9)).build();

    assertThat(bed.change(older).row()).isEqualTo(EventBuilder.row("user_id", 2L));
    assertThat(bed.drift(older)).containsExactly("OLDER_COLUMNS name");
    assertThat(bed.change(EventBuilder.update("user_id", 2L)).row().has("name"))
        .as("a newer image")
        .isTrue();
  }

  private static String message(long second, String fields, String row) {
    return "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"struct\",\"optional\":true,"
        + "\"field\":\"after\",\"fields\":[{\"type\":\"int64\",\"field\":\"user_id\"},"
        + "{\"type\":\"string\",\"optional\":true,\"field\":\"name\"}"
        + fields
        + "]}],\"name\":\"p.public.users.Envelope\"},\"payload\":{\"op\":\"u\",\"after\":{\"user_id\":1,"
        + "\"name\":\"A\""
        + row
        + "},\"source\":{\"schema\":\"public\",\"table\":\"users\",\"ts_ms\":"
        + (TestBed.NOW.toEpochMilli() - 100_000 + second * 1_000)
        + "}}}";
  }

  private static final String SCORE =
      ",{\"type\":\"int64\",\"optional\":false,\"default\":5,\"field\":\"score\"}";

  private void adding() {
    bed.debezium(new DebeziumConfig(null, null, null, null, null));
    bed.unknown(UnknownColumns.ADD).missing(MissingColumnPolicy.DEAD_LETTER);
  }

  @Test
  void addsAnUnknownColumnOnce() {
    adding();

    Change first = bed.change(bed.decoded(message(9, SCORE, ",\"score\":7"), 0, 1));
    bed.change(bed.decoded(message(10, SCORE, ",\"score\":8"), 0, 2));

    assertThat(first.row().get("score")).isEqualTo(7L);
    assertThat(bed.tables.additions()).isEqualTo(1);
  }

  @Test
  void distinguishesOlderImagesFromADroppedColumnAlsoAfterARestart() {
    adding();
    bed.change(bed.decoded(message(9, SCORE, ",\"score\":7"), 0, 1));
    TestBed restarted = new TestBed(bed.tables).everyColumn();
    restarted.debezium(new DebeziumConfig(null, null, null, null, null));
    restarted.unknown(UnknownColumns.ADD).missing(MissingColumnPolicy.DEAD_LETTER);

    Change older = restarted.change(restarted.decoded(message(8, "", ""), 1, 1));
    FailureCause dropped = restarted.refusal(restarted.decoded(message(10, "", ""), 1, 2));

    assertThat(older.row().has("score")).isFalse();
    assertThat(dropped.column()).isEqualTo("score");
  }

  @Test
  void addsNothingWithoutASchemaAndNamesTheSetting() {
    adding();
    String plain =
        "{\"op\":\"u\",\"after\":{\"user_id\":1,\"name\":\"A\",\"score\":7},\"source\":{\"ts_ms\":"
            + TestBed.NOW.toEpochMilli()
            + "}}";

    FailureCause cause = bed.refusal(bed.decoded(plain, 0, 1));

    assertThat(cause.column()).isEqualTo("score");
    assertThat(cause.message()).contains("unknownColumns: add", "value.converter.schemas.enable");
    assertThat(bed.tables.additions()).isZero();
  }

  @Test
  void triesARefusedAdditionAgainAfterAWhile() {
    adding();
    bed.tables.refuse("must be owner of table users");
    DecodedRecord event = bed.decoded(message(9, SCORE, ",\"score\":7"), 0, 1);

    assertThat(bed.refusal(event).message()).contains("must be owner of table users");
    bed.refusal(event);
    assertThat(bed.tables.additions()).isEqualTo(1);
    bed.later(Duration.ofSeconds(10));
    bed.refusal(event);

    assertThat(bed.tables.additions()).isEqualTo(2);
  }

  @Test
  void addsNothingForAnImageThatLacksAColumn() {
    adding();
    bed.tables.with(USERS, "user_id int8", "name text", "city text", "portage_version numeric");

    assertThat(bed.refusal(bed.decoded(message(9, SCORE, ",\"score\":7"), 0, 1)).message())
        .contains("column score of the event is new, and column city no longer comes");
    assertThat(bed.tables.additions()).isZero();
  }

  @Test
  void countsValuesThatDoNotFit() {
    assertThat(bed.drift(EventBuilder.create("user_id", "x", "name", "A").build()))
        .containsExactly("UNFIT_VALUE user_id");
  }
}
