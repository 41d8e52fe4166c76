package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.TableConfig.NulPolicy;
import io.portage.model.Change;
import io.portage.model.Change.RowLineage;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.RowKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class NormalizerColumnsTest {
  private static final String USERS = "users_enriched";

  private final TestBed bed = new TestBed();

  @Test
  void keepsOnlyColumnsThatAreCopiedOrReadLater() {
    Change change =
        bed.change(
            EventBuilder.create(
                "noise", 1L, "country", "DE", "email", 5L, "name", 7L, "user_id", "5", "more", 2L));

    assertThat(change.row())
        .as("copied columns fitted, those of expressions and lookups as decoded")
        .isEqualTo(EventBuilder.row("country", "DE", "email", 5L, "name", "7", "user_id", 5L));
  }

  @Test
  void keepsEveryColumnForAnExpressionOverTheWholeRow() {
    bed.columns(
        sorted(
            Map.of(
                "user_id",
                new CopiedColumn("user_id"),
                "n",
                new ComputedColumn("size(row)", null))));

    assertThat(bed.change(EventBuilder.create("user_id", 1L, "noise", 2L)).row())
        .isEqualTo(EventBuilder.row("user_id", 1L, "noise", 2L));
  }

  @Test
  void omitsAbsentColumnsAndKeepsNulls() {
    Change change = bed.change(EventBuilder.create("user_id", 1L, "email", null));

    assertThat(change.row()).isEqualTo(EventBuilder.row("user_id", 1L, "email", null));
    assertThat(change.lineage()).isEqualTo(RowLineage.fullRow(change.version()));
  }

  @Test
  void isPartialIfANeededColumnIsUnavailable() {
    Change wanted = bed.change(EventBuilder.of("u").afterUnavailable("name", "user_id", 1L));
    Change read = bed.change(EventBuilder.of("u").afterUnavailable("email", "user_id", 1L));
    Change noise = bed.change(EventBuilder.of("u").afterUnavailable("noise", "user_id", 1L));

    assertThat(wanted.lineage()).isEqualTo(RowLineage.partialRow(wanted.version()));
    assertThat(read.lineage()).isEqualTo(RowLineage.partialRow(read.version()));
    assertThat(noise.lineage()).isEqualTo(RowLineage.fullRow(noise.version()));
  }

  @Test
  void keepsAValueAsDecodedIfItFitsSeveralColumns() {
    bed.tables.with(USERS, "user_id int8", "id_text varchar(3)", "portage_version numeric");
    bed.columns(
        new TreeMap<>(
            Map.of("user_id", new CopiedColumn("id"), "id_text", new CopiedColumn("id"))));
    bed.key("id");

    assertThat(bed.change(EventBuilder.create("id", 12L)).row())
        .isEqualTo(EventBuilder.row("id", 12L));
    assertThat(bed.refusal(EventBuilder.create("id", 1234L)).column()).isEqualTo("id_text");
    assertThat(bed.refusal(EventBuilder.create("id", "ab")).column()).isEqualTo("user_id");
  }

  @Test
  void regardsEqualNumericKeysAsOneAndKeepsTheirDigits() {
    bed.tables.with(USERS, "user_id numeric", "portage_version numeric");
    bed.everyColumn();

    Change one = bed.change(EventBuilder.create("user_id", new BigDecimal("1.00")));

    assertThat(one.key()).isEqualTo(EventBuilder.row("user_id", new BigDecimal("1.00")));
    assertThat(RowKey.of(one)).isEqualTo(RowKey.of(bed.change(EventBuilder.create("user_id", 1L))));
  }

  @Test
  void copiesEveryColumnButMetadataAndGeneratedOnesByDefault() {
    bed.tables.with(
        USERS,
        "user_id int8 not null",
        "name text",
        "upper_name text generated",
        "is_deleted bool",
        "portage_version numeric");
    bed.everyColumn();

    Change change =
        bed.change(
            EventBuilder.create(
                "user_id", 1L, "name", "Ann", "upper_name", "ANN", "is_deleted", 9L));

    assertThat(change.row()).isEqualTo(EventBuilder.row("user_id", 1L, "name", "Ann"));
  }

  @Test
  void usesAColumnThatWasAddedToTheTarget() {
    bed.everyColumn();
    assertThat(bed.change(EventBuilder.create("user_id", 1L)).row().has("added")).isFalse();
    bed.tables.with(USERS, "user_id int8", "added int4", "portage_version numeric");

    Change change = bed.change(EventBuilder.create("user_id", 1L, "added", "3"));

    assertThat(change.row()).isEqualTo(EventBuilder.row("user_id", 1L, "added", 3L));
  }

  @Test
  void usesAColumnThatWasWidened() {
    EventBuilder event = EventBuilder.create("user_id", 1L, "name", "much too long a name");
    assertThat(bed.refusal(event).column()).isEqualTo("name");
    bed.tables.with(USERS, "user_id int8", "name text", "portage_version numeric");

    bed.later(Duration.ofSeconds(1));

    assertThat(bed.change(event).row().get("name")).isEqualTo("much too long a name");
  }

  @Test
  void namesAColumnMissingInTheTargetAfterOneRefresh() {
    bed.everyColumn();

    FailureCause cause = bed.refusal(EventBuilder.create("user_id", 1L, "unknown", 2L));

    assertThat(cause)
        .isEqualTo(
            FailureCause.inColumn(
                Reason.SCHEMA_MISMATCH,
                "unknown",
                "the target table users_enriched has no column unknown; add it to the target, or"
                    + " set tables[].unknownColumns"));
    assertThat(bed.tables.refreshes()).isEqualTo(1);
  }

  @Test
  void refreshesAtMostOnceASecond() {
    for (int i = 0; i < 100; i++) {
      bed.refusal(EventBuilder.create("user_id", "abc"));
    }
    assertThat(bed.tables.refreshes()).isEqualTo(1);

    bed.later(Duration.ofSeconds(1));
    bed.refusal(EventBuilder.create("user_id", "abc"));

    assertThat(bed.tables.refreshes()).isEqualTo(2);
  }

  @Test
  void deletesIfTheTargetHasNoColumnForTheImage() {
    bed.everyColumn();

    Change change = bed.change(EventBuilder.delete("user_id", 1L, "unknown", 2L));

    assertThat(change.row()).isEqualTo(EventBuilder.row("user_id", 1L));
    assertThat(change.lineage()).isEqualTo(RowLineage.delete(change.version(), false));
  }

  @Test
  void refusesRowsOfAMissingTargetTableUntilItExists() {
    TestBed missing = new TestBed();
    missing.tables.drop(USERS);
    assertThat(missing.refusal(EventBuilder.create("user_id", 1L)).reason())
        .isEqualTo(Reason.SCHEMA_MISMATCH);

    missing.tables.with(USERS, "user_id int8", "portage_version numeric");
    missing.later(Duration.ofSeconds(1));

    assertThat(missing.change(EventBuilder.create("user_id", 1L)).key())
        .isEqualTo(EventBuilder.row("user_id", 1L));
  }

  @Test
  void refusesNullInANotNullColumnAndANulCharacter() {
    bed.tables.with(USERS, "user_id int8", "name text not null", "portage_version numeric");

    assertThat(bed.refusal(EventBuilder.create("user_id", 1L, "name", null)).column())
        .isEqualTo("name");
    assertThat(bed.refusal(EventBuilder.create("user_id", 1L, "name", "a\u0000b")).column())
        .isEqualTo("name");
  }

  @Test
  void requiresACopiedKey() {
    bed.columns(Map.of("user_id", new CopiedColumn("id")));

    assertThatThrownBy(() -> bed.run(EventBuilder.create("id", 1L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("user_id");
  }

  private static Map<String, ColumnConfig> sorted(Map<String, ? extends ColumnConfig> columns) {
    return new TreeMap<>(columns);
  }

  @Test
  void stripsNulCharactersIfConfiguredAndCountsThem() {
    bed.nul(NulPolicy.STRIP);

    assertThat(bed.change(EventBuilder.create("user_id", 1L, "name", "a\0b\0")).row().get("name"))
        .isEqualTo("ab");
    assertThat(bed.nulStripped).isEqualTo(1);
    assertThat(bed.refusal(EventBuilder.create("user_id", 1L, "name", "a\0bcdefghijk")).reason())
        .isEqualTo(Reason.DOES_NOT_FIT);
    assertThat(bed.nulStripped).isEqualTo(1);
  }

  @Test
  void neverStripsAKeyOrTheNameOfAField() {
    bed.tables.with(USERS, "user_id text", "doc jsonb", "portage_version numeric");
    bed.everyColumn().nul(NulPolicy.STRIP);

    FailureCause key = bed.refusal(EventBuilder.create("user_id", "a\0", "doc", null));
    FailureCause name =
        bed.refusal(EventBuilder.create("user_id", "a", "doc", "{\"b\\u0000\" : 1}"));

    assertThat(key.column()).isEqualTo("user_id");
    assertThat(name.column()).isEqualTo("doc");
    assertThat(
            bed.change(
                    EventBuilder.create(
                        "user_id", "a", "doc", "{\"b\": [\"\\\\u0000\\u0000\", \"\\u0000\"]}"))
                .row()
                .get("doc"))
        .isEqualTo("{\"b\": [\"\\\\u0000\", \"\"]}");
  }

  @Test
  void refusesANulByDefault() {
    assertThat(bed.refusal(EventBuilder.create("user_id", 1L, "name", "a\0b")).column())
        .isEqualTo("name");
  }

  @Test
  void refusesAGeneratedAlwaysColumn() {
    bed.everyColumn();
    bed.tables.with(USERS, "user_id int8 frozen", "n int8 frozen", "portage_version numeric");

    FailureCause cause = bed.refusal(EventBuilder.create("user_id", 1L, "n", 1L));

    assertThat(cause.reason()).isEqualTo(Reason.SCHEMA_MISMATCH);
    assertThat(cause.column()).isEqualTo("n");
    assertThat(cause.message()).contains("SET GENERATED BY DEFAULT");
    assertThat(bed.change(EventBuilder.create("user_id", 1L)).key())
        .isEqualTo(EventBuilder.row("user_id", 1L));
  }

  @Test
  void refusesAFullRowWithoutAConfiguredColumn() {
    bed.missing(MissingColumnPolicy.DEAD_LETTER);

    FailureCause copied =
        bed.refusal(EventBuilder.update("user_id", 1L, "email", "a@b.c", "country", "DE"));
    FailureCause read =
        bed.refusal(EventBuilder.create("user_id", 1L, "name", "Ann", "country", "DE"));

    assertThat(copied.reason()).isEqualTo(Reason.SCHEMA_MISMATCH);
    assertThat(copied.column()).isEqualTo("name");
    assertThat(copied.message())
        .contains(
            "no source column name",
            "it has: user_id, email, country",
            "tables[].missingColumns: keep");
    assertThat(read.column()).isEqualTo("email");
  }

  @Test
  void acceptsAFullRowWithoutAColumnThatIsKept() {
    Change change = bed.change(EventBuilder.update("user_id", 1L, "email", null, "country", "DE"));

    assertThat(change.row().has("name")).isFalse();
  }

  @Test
  void refusesAFullRowWithoutATargetColumnThatHasNoDefault() {
    bed.tables.with(
        "users_enriched",
        "user_id int8 not null",
        "total int4",
        "made int4 generated",
        "v numeric");
    bed.missing(MissingColumnPolicy.DEAD_LETTER).everyColumn();

    assertThat(bed.refusal(EventBuilder.update("user_id", 1L, "v", 1L)).column())
        .isEqualTo("total");
    assertThat(
            bed.change(EventBuilder.update("user_id", 1L, "v", 1L, "total", null))
                .row()
                .has("total"))
        .isTrue();
  }

  @Test
  void acceptsARowWithAnUnavailableColumn() {
    bed.missing(MissingColumnPolicy.DEAD_LETTER);

    Change change =
        bed.change(
            EventBuilder.of("u")
                .afterUnavailable("name", "user_id", 1L, "email", null, "country", "DE"));

    assertThat(change.isPartial()).isTrue();
  }
}
