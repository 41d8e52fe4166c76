package io.portage.enrich;

import static io.portage.enrich.Changes.delete;
import static io.portage.enrich.Changes.partial;
import static io.portage.enrich.Changes.upsert;
import static io.portage.enrich.Changes.user;
import static io.portage.enrich.Changes.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portage.HandClock;
import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.Computed;
import io.portage.config.ColumnConfig.Copied;
import io.portage.config.ColumnConfig.Miss;
import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.Columns;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EnricherTest {
  private static final References COUNTRIES =
      new References(
          Map.of(
              "countries",
              new Reference(
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
  private final LookupMisses misses = new LookupMisses();

  @Test
  void mapsSourceColumnsToTargetColumnsInTheConfiguredOrder() throws Exception {
    Change enriched =
        users(Miss.NULL).enrich(upsert(user(7, "ada@x.org", "IN")), COUNTRIES, misses);

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
    assertThat(enriched.life()).isEqualTo(Life.whole(version(1)));
  }

  @Test
  void givesTheVerySameChangeWhereTheTableListsNoColumns() throws Exception {
    Change change = upsert(user(7, null, null));

    assertThat(enricher(null).enrich(change, References.NONE, misses)).isSameAs(change);
    assertThat(
            enricher(
                    columns(
                        "user_id", new Copied("user_id"),
                        "name", new Copied("name"),
                        "email", new Copied("email"),
                        "country_code", new Copied("country_code")))
                .enrich(change, References.NONE, misses))
        .isSameAs(change);
  }

  @Test
  void givesNullWhenTheConditionDoesNotHoldAndLeavesTheExpressionAlone() throws Exception {
    assertThat(enrich(users(Miss.NULL), upsert(user(7, "no-at-sign", "IN"))).get("email_domain"))
        .isNull();
    assertThat(enrich(users(Miss.NULL), upsert(user(7, null, "IN"))).get("email_domain")).isNull();
  }

  @Test
  void anExpressionThatFailsNamesItsColumnAndNoValue() {
    Enricher enricher =
        enricher(columns("email_domain", new Computed("row.email.split('@')[1]", null)));

    Cause cause = failure(enricher, upsert(user(7, "secretvalue", "IN")));

    assertThat(cause.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(cause.column()).isEqualTo("email_domain");
    assertThat(cause.message()).contains("email_domain").doesNotContain("secretvalue");
  }

  @Test
  void anExpressionThatFailsOnNullIsADeadLetterAndNoCrash() {
    Enricher enricher =
        enricher(columns("email_domain", new Computed("row.email.split('@')[1]", null)));

    assertThat(failure(enricher, upsert(user(7, null, "IN"))).reason())
        .isEqualTo(Reason.EXPRESSION_FAILED);
  }

  @Test
  void aMissingReferenceGivesNullOrADeadLetterAsConfigured() throws Exception {
    assertThat(enrich(users(Miss.NULL), upsert(user(7, null, "ZZ"))).get("country_name")).isNull();
    assertThat(misses.count()).isEqualTo(1);

    Cause cause = failure(users(Miss.DEAD_LETTER), upsert(user(7, null, "ZZ")));
    assertThat(cause.reason()).isEqualTo(Reason.REFERENCE_MISSING);
    assertThat(cause.column()).isEqualTo("country_name");
    assertThat(cause.message()).doesNotContain("ZZ");
  }

  @Test
  void aLookupByNullGivesNullAndIsNoMiss() throws Exception {
    assertThat(enrich(users(Miss.DEAD_LETTER), upsert(user(7, null, null))).get("country_name"))
        .isNull();
    assertThat(misses.count()).isZero();
  }

  @Test
  void aNumberFindsTheTextOfAKey() throws Exception {
    Row row = Row.of(Changes.SOURCE, 7L, "Ada", null, 1L);

    assertThat(enrich(users(Miss.DEAD_LETTER), upsert(row)).get("country_name")).isEqualTo("One");
  }

  @Test
  void fitsComputedValuesToTheTargetsColumns() throws Exception {
    Enricher enricher =
        enricher(columns("rank", new Computed("row.name == 'Ada' ? '17' : 'x'", null)));

    assertThat(enrich(enricher, upsert(user(7, null, null))).get("rank")).isEqualTo(17L);
  }

  @Test
  void aComputedValueThatDoesNotFitNamesItsColumn() {
    Enricher text = enricher(columns("rank", new Computed("row.name", null)));
    Enricher nothing = enricher(columns("rank", new Computed("1", "row.email != null")));

    Cause cause = failure(text, upsert(user(7, null, null)));
    assertThat(cause.reason()).isEqualTo(Reason.DOES_NOT_FIT);
    assertThat(cause.column()).isEqualTo("rank");
    assertThat(cause.message()).doesNotContain("Ada");
    assertThat(failure(nothing, upsert(user(7, null, null))).reason())
        .isEqualTo(Reason.DOES_NOT_FIT);
  }

  @Test
  void aColumnWhoseInputsAreAllLackingIsLackingToo() throws Exception {
    Row row = Row.of(Columns.of("user_id", "name"), 7L, "Ada");

    assertThat(enrich(users(Miss.DEAD_LETTER), partial(row)))
        .isEqualTo(Row.of(Columns.of("user_id", "full_name"), 7L, "Ada"));
    assertThat(enrich(users(Miss.DEAD_LETTER), upsert(row)))
        .isEqualTo(Row.of(Columns.of("user_id", "full_name"), 7L, "Ada"));
  }

  @Test
  void aColumnThatLacksOnlySomeOfItsInputsIsADeadLetter() {
    Enricher enricher =
        enricher(columns("full_name", new Computed("row.name + row.title", "row.name != null")));

    for (Change change : new Change[] {partial(user(7, null, null)), upsert(user(7, null, null))}) {
      Cause cause = failure(enricher, change);
      assertThat(cause.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
      assertThat(cause.column()).isEqualTo("full_name");
      assertThat(cause.message()).contains("title");
    }
  }

  @Test
  void anExpressionOverTheWholeRowIsNotForPartialRows() throws Exception {
    Enricher enricher = enricher(columns("rank", new Computed("size(row)", null)));

    assertThat(enrich(enricher, upsert(user(7, null, null))).get("rank")).isEqualTo(4L);
    assertThat(failure(enricher, partial(user(7, null, null))).reason())
        .isEqualTo(Reason.EXPRESSION_FAILED);
  }

  @Test
  void aDeleteWithoutAnImageStaysEmpty() throws Exception {
    Change delete = Changes.of(Op.DELETE, Row.empty(), Life.delete(version(1), false));

    assertThat(
            enricher(columns("rank", new Computed("1", null)))
                .enrich(delete, References.NONE, misses))
        .isSameAs(delete);
  }

  @Test
  void aDeletesImageLeavesOutWhatFails() throws Exception {
    Map<String, ColumnConfig> columns = Jobs.usersColumns(Miss.DEAD_LETTER);
    columns.put("email_domain", new Computed("row.email.split('@')[1]", null));
    columns.put("rank", new Computed("row.name", null));

    assertThat(enrich(enricher(columns), delete(user(7, null, "ZZ"))))
        .isEqualTo(Row.of(Columns.of("user_id", "full_name", "email"), 7L, "Ada", null));
  }

  @Test
  void carriesTheVersionsOfColumnsOver() throws Exception {
    Map<String, ColumnConfig> columns = Jobs.usersColumns(Miss.NULL);
    columns.put("rank", new Computed("size(row.name) + size(row.email)", null));
    Version[] versions = {version(4), version(2), version(3), version(1)};
    Life life = new Life(version(4), version(1), null, null, versions);

    Change enriched =
        enricher(columns)
            .enrich(Changes.of(Op.UPSERT, user(7, "a@b.c", "IN"), life), COUNTRIES, misses);

    assertThat(enriched.life().columns())
        .containsExactly(version(4), version(2), version(3), version(3), version(1), version(3));
    assertThat(enriched.life().version()).isEqualTo(version(4));
    assertThat(enriched.life().whole()).isEqualTo(version(1));
  }

  @Test
  void carriesTheVersionsOfWhatIsLeftOfADeletesImage() throws Exception {
    Version[] versions = {version(4), version(2), version(3), version(1)};
    Life life = new Life(version(4), version(1), version(4), null, versions);
    Change delete = Changes.of(Op.DELETE, user(7, "a@b.c", "ZZ"), life);

    Change enriched = users(Miss.DEAD_LETTER).enrich(delete, COUNTRIES, misses);

    assertThat(enriched.row().columns())
        .isEqualTo(Columns.of("user_id", "full_name", "email", "email_domain"));
    assertThat(enriched.life().columns())
        .containsExactly(version(4), version(2), version(3), version(3));
  }

  @Test
  void fitsToAColumnThatWasAlteredMeanwhile() throws Exception {
    Enricher enricher = enricher(columns("email_domain", new Computed("row.name", null)));
    tables.alter(FixedTables.users(FixedTables.column("initial", "text", true)));
    assertThat(enrich(enricher, upsert(user(7, null, null))).get("email_domain")).isEqualTo("Ada");
    assertThat(tables.refreshed()).isZero();

    Enricher number = enricher(columns("rank", new Computed("row.name", null)));
    assertThat(failure(number, upsert(user(7, null, null))).column()).isEqualTo("rank");
    assertThat(failure(number, upsert(user(7, null, null))).column()).isEqualTo("rank");
    assertThat(tables.refreshed()).isEqualTo(1);

    tables.alter(FixedTables.ranked("text"));
    clock.move(Duration.ofSeconds(1));

    assertThat(enrich(number, upsert(user(7, null, null))).get("rank")).isEqualTo("Ada");
  }

  @Test
  void looksAgainForAColumnThatTheTargetLacks() throws Exception {
    Enricher enricher =
        enricher(columns("initial", new Computed("row.name.substring(0, 1)", null)));
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
                "user_id", new Copied("user_id"),
                "day", new Copied("day"),
                "day_text", new Copied("day")));
    Row source = Row.of(Columns.of("user_id", "day"), 7L, "0044-03-15 BC");

    Row row = enrich(enricher, upsert(source));

    assertThat(row.get("day")).isEqualTo(LocalDate.of(-43, 3, 15));
    assertThat(row.get("day_text")).isEqualTo("0044-03-15 BC");
  }

  private Enricher users(Miss miss) {
    return enricher(Jobs.usersColumns(miss));
  }

  private Enricher enricher(Map<String, ColumnConfig> columns) {
    return new Enricher(
        Jobs.of(
            columns, Map.of("countries", Jobs.csv("none", "country_code", Duration.ofMinutes(5)))),
        tables,
        clock,
        () -> nulStripped++);
  }

  private static Map<String, ColumnConfig> columns(Object... namesAndConfigs) {
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndConfigs.length; i += 2) {
      columns.put((String) namesAndConfigs[i], (ColumnConfig) namesAndConfigs[i + 1]);
    }
    return columns;
  }

  private Row enrich(Enricher enricher, Change change) throws EnrichFailure {
    return enricher.enrich(change, COUNTRIES, misses).row();
  }

  private Cause failure(Enricher enricher, Change change) {
    return catchThrowableOfType(
            EnrichFailure.class, () -> enricher.enrich(change, COUNTRIES, misses))
        .why();
  }
}
