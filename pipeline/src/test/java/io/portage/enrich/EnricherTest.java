package io.portage.enrich;

import static io.portage.enrich.EnrichFixtures.delete;
import static io.portage.enrich.EnrichFixtures.partial;
import static io.portage.enrich.EnrichFixtures.upsert;
import static io.portage.enrich.EnrichFixtures.user;
import static io.portage.enrich.EnrichFixtures.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portage.HandClock;
import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.MissPolicy;
import io.portage.config.ColumnDrift.UnknownColumns;
import io.portage.config.PortageConfig;
import io.portage.config.TestConfigs;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.Columns;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Row;
import io.portage.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EnricherTest {
  private static final ReferenceSnapshot COUNTRIES =
      new ReferenceSnapshot(
          Map.of(
              "countries",
              new ReferenceTable(
                  "country_code",
                  Columns.of("country_name"),
                  Map.of(
                      "IN", Row.of(Columns.of("country_name"), "India"),
                      "1", Row.of(Columns.of("country_name"), "One")),
                  0)),
          0);

  private int nulStripped;
  private final FixedTables tables = new FixedTables();
  private final HandClock clock = new HandClock(Instant.parse("2024-09-17T00:00:00Z"));
  private final LookupMissCounter misses = new LookupMissCounter();

  @Test
  void mapsSourceColumnsToTargetColumnsInTheConfiguredOrder() throws Exception {
    Change enriched =
        users(MissPolicy.NULL).enrich(upsert(user(7, "ada@x.org", "IN")), COUNTRIES, misses);

    assertThat(enriched.row())
        .isEqualTo(
            Row.of(
                Columns.of("user_id", "full_name", "email", "email_domain", "country_name"),
                7L,
                "Ada",
                "ada@x.org",
                "x.org",
                "India"));
    assertThat(enriched.key()).isEqualTo(Row.of(Columns.of("user_id"), 7L));
    assertThat(enriched.lineage()).isEqualTo(RowLineage.fullRow(version(1)));
  }

  @Test
  void returnsTheSameChangeForATableWithoutColumns() throws Exception {
    Change change = upsert(user(7, null, null));

    assertThat(enricher(null).enrich(change, ReferenceSnapshot.NONE, misses)).isSameAs(change);
    assertThat(
            enricher(
                    columns(
                        "user_id", new CopiedColumn("user_id"),
                        "name", new CopiedColumn("name"),
                        "email", new CopiedColumn("email"),
                        "country_code", new CopiedColumn("country_code")))
                .enrich(change, ReferenceSnapshot.NONE, misses))
        .isSameAs(change);
  }

  @Test
  void isNullWithoutEvaluationIfTheConditionIsFalse() throws Exception {
    assertThat(
            enrich(users(MissPolicy.NULL), upsert(user(7, "no-at-sign", "IN"))).get("email_domain"))
        .isNull();
    assertThat(enrich(users(MissPolicy.NULL), upsert(user(7, null, "IN"))).get("email_domain"))
        .isNull();
  }

  @Test
  void anExpressionThatFailsNamesItsColumnAndNoValue() {
    Enricher enricher =
        enricher(columns("email_domain", new ComputedColumn("row.email.split('@')[1]", null)));

    FailureCause cause = failure(enricher, upsert(user(7, "secretvalue", "IN")));

    assertThat(cause.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(cause.column()).isEqualTo("email_domain");
    assertThat(cause.message()).contains("email_domain").doesNotContain("secretvalue");
  }

  @Test
  void anExpressionThatFailsOnNullIsADeadLetter() {
    Enricher enricher =
        enricher(columns("email_domain", new ComputedColumn("row.email.split('@')[1]", null)));

    assertThat(failure(enricher, upsert(user(7, null, "IN"))).reason())
        .isEqualTo(Reason.EXPRESSION_FAILED);
  }

  @Test
  void aMissIsNullOrADeadLetterAsConfigured() throws Exception {
    assertThat(enrich(users(MissPolicy.NULL), upsert(user(7, null, "ZZ"))).get("country_name"))
        .isNull();
    assertThat(misses.count()).isEqualTo(1);

    FailureCause cause = failure(users(MissPolicy.DEAD_LETTER), upsert(user(7, null, "ZZ")));
    assertThat(cause.reason()).isEqualTo(Reason.REFERENCE_MISSING);
    assertThat(cause.column()).isEqualTo("country_name");
    assertThat(cause.message()).doesNotContain("ZZ");
  }

  @Test
  void aLookupByNullIsNullAndNotAMiss() throws Exception {
    assertThat(
            enrich(users(MissPolicy.DEAD_LETTER), upsert(user(7, null, null))).get("country_name"))
        .isNull();
    assertThat(misses.count()).isZero();
  }

  @Test
  void aNumberMatchesTheTextOfAKey() throws Exception {
    Row row = Row.of(EnrichFixtures.SOURCE, 7L, "Ada", null, 1L);

    assertThat(enrich(users(MissPolicy.DEAD_LETTER), upsert(row)).get("country_name"))
        .isEqualTo("One");
  }

  @Test
  void fitsComputedValuesToTheTargetsColumns() throws Exception {
    Enricher enricher =
        enricher(columns("rank", new ComputedColumn("row.name == 'Ada' ? '17' : 'x'", null)));

    assertThat(enrich(enricher, upsert(user(7, null, null))).get("rank")).isEqualTo(17L);
  }

  @Test
  void aComputedValueThatDoesNotFitNamesItsColumn() {
    Enricher text = enricher(columns("rank", new ComputedColumn("row.name", null)));
    Enricher nothing = enricher(columns("rank", new ComputedColumn("1", "row.email != null")));

    FailureCause cause = failure(text, upsert(user(7, null, null)));
    assertThat(cause.reason()).isEqualTo(Reason.DOES_NOT_FIT);
    assertThat(cause.column()).isEqualTo("rank");
    assertThat(cause.message()).doesNotContain("Ada");
    assertThat(failure(nothing, upsert(user(7, null, null))).reason())
        .isEqualTo(Reason.DOES_NOT_FIT);
  }

  @Test
  void aColumnWithoutItsInputsIsAbsent() throws Exception {
    Row row = Row.of(Columns.of("user_id", "name"), 7L, "Ada");

    assertThat(enrich(users(MissPolicy.DEAD_LETTER), partial(row)))
        .isEqualTo(Row.of(Columns.of("user_id", "full_name"), 7L, "Ada"));
    assertThat(enrich(users(MissPolicy.DEAD_LETTER), upsert(row)))
        .isEqualTo(Row.of(Columns.of("user_id", "full_name"), 7L, "Ada"));
  }

  @Test
  void aColumnWithSomeOfItsInputsIsADeadLetter() {
    Enricher enricher =
        enricher(
            columns("full_name", new ComputedColumn("row.name + row.title", "row.name != null")));

    for (Change change : new Change[] {partial(user(7, null, null)), upsert(user(7, null, null))}) {
      FailureCause cause = failure(enricher, change);
      assertThat(cause.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
      assertThat(cause.column()).isEqualTo("full_name");
      assertThat(cause.message()).contains("title");
    }
  }

  @Test
  void anExpressionOverTheWholeRowFailsForPartialRows() throws Exception {
    Enricher enricher = enricher(columns("rank", new ComputedColumn("size(row)", null)));

    assertThat(enrich(enricher, upsert(user(7, null, null))).get("rank")).isEqualTo(4L);
    assertThat(failure(enricher, partial(user(7, null, null))).reason())
        .isEqualTo(Reason.EXPRESSION_FAILED);
  }

  @Test
  void aDeleteWithoutAnImageStaysEmpty() throws Exception {
    Change delete = EnrichFixtures.of(Op.DELETE, Row.empty(), RowLineage.delete(version(1), false));

    assertThat(
            enricher(columns("rank", new ComputedColumn("1", null)))
                .enrich(delete, ReferenceSnapshot.NONE, misses))
        .isSameAs(delete);
  }

  @Test
  void aDeletesImageLeavesOutColumnsThatFail() throws Exception {
    Map<String, ColumnConfig> columns = Jobs.usersColumns(MissPolicy.DEAD_LETTER);
    columns.put("email_domain", new ComputedColumn("row.email.split('@')[1]", null));
    columns.put("rank", new ComputedColumn("row.name", null));

    assertThat(enrich(enricher(columns), delete(user(7, null, "ZZ"))))
        .isEqualTo(Row.of(Columns.of("user_id", "full_name", "email"), 7L, "Ada", null));
  }

  @Test
  void mapsTheVersionsOfColumns() throws Exception {
    Map<String, ColumnConfig> columns = Jobs.usersColumns(MissPolicy.NULL);
    columns.put("rank", new ComputedColumn("size(row.name) + size(row.email)", null));
    Version[] versions = {version(4), version(2), version(3), version(1)};
    RowLineage lineage = new RowLineage(version(4), version(1), null, null, versions);

    Change enriched =
        enricher(columns)
            .enrich(
                EnrichFixtures.of(Op.UPSERT, user(7, "a@b.c", "IN"), lineage), COUNTRIES, misses);

    assertThat(enriched.lineage().columns())
        .containsExactly(version(4), version(2), version(3), version(3), version(1), version(3));
    assertThat(enriched.lineage().version()).isEqualTo(version(4));
    assertThat(enriched.lineage().fullRowVersion()).isEqualTo(version(1));
  }

  @Test
  void mapsTheVersionsOfTheRemainingColumnsOfADelete() throws Exception {
    Version[] versions = {version(4), version(2), version(3), version(1)};
    RowLineage lineage = new RowLineage(version(4), version(1), version(4), null, versions);
    Change delete = EnrichFixtures.of(Op.DELETE, user(7, "a@b.c", "ZZ"), lineage);

    Change enriched = users(MissPolicy.DEAD_LETTER).enrich(delete, COUNTRIES, misses);

    assertThat(enriched.row().columns())
        .isEqualTo(Columns.of("user_id", "full_name", "email", "email_domain"));
    assertThat(enriched.lineage().columns())
        .containsExactly(version(4), version(2), version(3), version(3));
  }

  @Test
  void fitsToAColumnThatWasAltered() throws Exception {
    Enricher enricher = enricher(columns("email_domain", new ComputedColumn("row.name", null)));
    tables.alter(FixedTables.users(FixedTables.column("initial", "text", true)));
    assertThat(enrich(enricher, upsert(user(7, null, null))).get("email_domain")).isEqualTo("Ada");
    assertThat(tables.refreshed()).isZero();

    Enricher number = enricher(columns("rank", new ComputedColumn("row.name", null)));
    assertThat(failure(number, upsert(user(7, null, null))).column()).isEqualTo("rank");
    assertThat(failure(number, upsert(user(7, null, null))).column()).isEqualTo("rank");
    assertThat(tables.refreshed()).isEqualTo(1);

    tables.alter(FixedTables.ranked("text"));
    clock.move(Duration.ofSeconds(1));

    assertThat(enrich(number, upsert(user(7, null, null))).get("rank")).isEqualTo("Ada");
  }

  @Test
  void rechecksAColumnThatTheTargetLacks() throws Exception {
    Enricher enricher =
        enricher(columns("initial", new ComputedColumn("row.name.substring(0, 1)", null)));
    assertThat(failure(enricher, upsert(user(7, null, null))).reason())
        .isEqualTo(Reason.SCHEMA_MISMATCH);
    assertThat(failure(enricher, upsert(user(7, null, null))).column()).isEqualTo("initial");
    assertThat(tables.refreshed()).isEqualTo(1);

    tables.alter(FixedTables.users(FixedTables.column("initial", "text", true)));
    clock.move(Duration.ofMinutes(1));

    assertThat(enrich(enricher, upsert(user(7, null, null))).get("initial")).isEqualTo("A");
  }

  @Test
  void fitsACopyToEachOfItsColumns() throws Exception {
    tables.alter(
        FixedTables.users(
            FixedTables.column("day", "date", true), FixedTables.column("day_text", "text", true)));
    tables.refresh("users");
    Enricher enricher =
        enricher(
            columns(
                "user_id", new CopiedColumn("user_id"),
                "day", new CopiedColumn("day"),
                "day_text", new CopiedColumn("day")));
    Row source = Row.of(Columns.of("user_id", "day"), 7L, "0044-03-15 BC");

    Row row = enrich(enricher, upsert(source));

    assertThat(row.get("day")).isEqualTo(LocalDate.of(-43, 3, 15));
    assertThat(row.get("day_text")).isEqualTo("0044-03-15 BC");
  }

  private Enricher users(MissPolicy miss) {
    return enricher(Jobs.usersColumns(miss));
  }

  private Enricher enricher(Map<String, ColumnConfig> columns) {
    return enricherOf(job(columns));
  }

  private static PortageConfig job(Map<String, ColumnConfig> columns) {
    return Jobs.of(
        columns, Map.of("countries", Jobs.csv("none", "country_code", Duration.ofMinutes(5))));
  }

  private Enricher enricherOf(PortageConfig job) {
    return new Enricher(job, tables, clock, () -> nulStripped++);
  }

  @Test
  void passesTheObjectOfUnknownColumnsOn() throws Exception {
    PortageConfig job = job(columns("user_id", new CopiedColumn("user_id")));
    PortageConfig collecting =
        new PortageConfig(
            job.name(),
            job.source(),
            job.latest(),
            job.references(),
            job.tables().stream()
                .map(table -> TestConfigs.withUnknownColumns(table, UnknownColumns.json("extra")))
                .toList(),
            job.target(),
            job.deadLetters());
    Row row = Row.of(Columns.of("user_id", "extra"), 7L, "{}");

    assertThat(enricherOf(collecting).enrich(upsert(row), COUNTRIES, misses).row()).isEqualTo(row);
  }

  private static Map<String, ColumnConfig> columns(Object... namesAndConfigs) {
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndConfigs.length; i += 2) {
      columns.put((String) namesAndConfigs[i], (ColumnConfig) namesAndConfigs[i + 1]);
    }
    return columns;
  }

  private Row enrich(Enricher enricher, Change change) throws RejectedChangeException {
    return enricher.enrich(change, COUNTRIES, misses).row();
  }

  private FailureCause failure(Enricher enricher, Change change) {
    return catchThrowableOfType(
            RejectedChangeException.class, () -> enricher.enrich(change, COUNTRIES, misses))
        .cause();
  }
}
