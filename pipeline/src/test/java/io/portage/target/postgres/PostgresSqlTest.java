package io.portage.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.target.TargetColumn;
import io.portage.target.WriteSpec;
import io.portage.target.WriteSpec.MoveSpec.Rows;
import io.portage.target.postgres.fitting.TestColumns;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresSqlTest {
  private static final TargetColumn ID = column("user_id", "int8");
  private static final TargetColumn NAME = column("name", "text");
  private static final TargetColumn TAG = column("tag", "uuid");
  private static final TargetColumn VERSION = column("v", "numeric");
  private static final TargetColumn DELETED = column("gone", "bool");
  private static final TargetColumn TIME = column("updated_at", "timestamptz");
  private static final TargetColumn APPLIED = column("applied_at", "timestamptz");

  private static TargetColumn column(String name, String type) {
    return TestColumns.column(name, type, 0, 0, true, false, false);
  }

  private static WriteSpec spec(
      @Nullable String tombstones, boolean versions, boolean ignoresDeletedRows) {
    return new WriteSpec(
        "app.users",
        List.of(ID),
        List.of(NAME, TAG),
        VERSION,
        DELETED,
        TIME,
        APPLIED,
        null,
        tombstones,
        versions,
        ignoresDeletedRows,
        null,
        false);
  }

  private static PostgresSql sql(WriteSpec spec) {
    return new PostgresSql(spec, field -> ArrayBinding.of(field.type(), new Object[0]));
  }

  @Test
  void upsertsStrictlyNewerRowsAndRowsWithoutAVersion() {
    String upsert = sql(spec(null, false, false)).upsert();

    assertThat(upsert)
        .isEqualTo(
            "INSERT INTO \"app\".\"users\" AS t"
                + " (\"user_id\", \"name\", \"tag\", \"v\", \"gone\", \"updated_at\", \"applied_at\")"
                + " OVERRIDING SYSTEM VALUE"
                + " SELECT i.\"user_id\", i.\"name\", i.\"tag\", i.\"v\", i.\"gone\","
                + " i.\"updated_at\", now()"
                + " FROM (SELECT u.\"user_id\", u.\"v\"::\"numeric\" AS \"v\", u.\"name\","
                + " u.\"tag\"::\"uuid\" AS \"tag\", u.\"gone\","
                + " TIMESTAMPTZ 'epoch' + u.\"updated_at\" * INTERVAL '1 microsecond'"
                + " AS \"updated_at\""
                + " FROM unnest((SELECT ?::int8[]), (SELECT ?::text[]), (SELECT ?::text[]), (SELECT ?::text[]), (SELECT ?::bool[]), (SELECT ?::int8[]))"
                + " AS u(\"user_id\", \"v\", \"name\", \"tag\", \"gone\", \"updated_at\")) AS i"
                + " ON CONFLICT (\"user_id\") DO UPDATE SET \"name\" = EXCLUDED.\"name\","
                + " \"tag\" = EXCLUDED.\"tag\", \"v\" = EXCLUDED.\"v\","
                + " \"gone\" = EXCLUDED.\"gone\", \"updated_at\" = EXCLUDED.\"updated_at\","
                + " \"applied_at\" = EXCLUDED.\"applied_at\""
                + " WHERE t.\"v\" IS NULL OR EXCLUDED.\"v\" > t.\"v\"");
  }

  @ParameterizedTest
  @CsvSource({
    "numeric, 0, true",
    "numeric, 10, false",
    "float8, 0, true",
    "citext, 0, true",
    "app.citext, 0, true",
    "interval, 0, true",
    "jsonb, 0, true",
    "_numeric, 0, true",
    "_text, 0, false",
    "text, 0, false",
    "int8, 0, false",
  })
  void updateWritesKeyColumnsWhoseEqualValuesCanDiffer(String type, int length, boolean written) {
    TargetColumn key = TestColumns.column("k", type, length, 0, false, false, false);
    WriteSpec spec =
        new WriteSpec(
            "t",
            List.of(key),
            List.of(NAME),
            VERSION,
            null,
            null,
            null,
            null,
            null,
            false,
            false,
            null,
            false);

    assertThat(sql(spec).upsert().contains("\"k\" = EXCLUDED.\"k\"")).isEqualTo(written);
    assertThat(sql(spec).update().contains("\"k\" = i.\"k\",")).isEqualTo(written);
  }

  @Test
  void upsertReportsUnwrittenRowsInTheSameStatement() {
    WriteSpec spec = spec("stones", false, false);
    PostgresSql sql = sql(spec);

    assertThat(new PostgresExistingRowSql(spec, sql).upsertExplained())
        .isEqualTo(
            "WITH w AS ("
                + sql.upsert()
                + " RETURNING t.\"user_id\") SELECT (SELECT count(*) FROM w), i.\"#n\","
                + " GREATEST((SELECT t.\"v\" FROM \"app\".\"users\" AS t"
                + " WHERE t.\"user_id\" = i.\"user_id\"), (SELECT max(d.\"version\")"
                + " FROM \"stones\" AS d WHERE d.\"table_name\" = ?"
                + " AND d.\"key_digest\" = sha256(convert_to(i.\"#key\", 'UTF8'))))"
                + " FROM (SELECT u.\"user_id\", u.\"v\"::\"numeric\" AS \"v\", u.\"#key\", u.\"#n\""
                + " FROM unnest((SELECT ?::int8[]), (SELECT ?::text[]), (SELECT ?::text[]))"
                + " WITH ORDINALITY AS u(\"user_id\", \"v\", \"#key\", \"#n\")) AS i"
                + " WHERE NOT EXISTS (SELECT FROM w WHERE w.\"user_id\" = i.\"user_id\")");
  }

  @Test
  void upsertReadsTheTombstoneTableIfThereIsOne() {
    String upsert = sql(spec("stones", false, false)).upsert();

    assertThat(upsert)
        .contains(
            "\"v\", \"#key\", \"name\"",
            " AS i WHERE NOT EXISTS (SELECT FROM \"stones\" AS d WHERE d.\"table_name\" = ?"
                + " AND d.\"key_digest\" = sha256(convert_to(i.\"#key\", 'UTF8')) AND d.\"version\" >= i.\"v\") ON CONFLICT");
  }

  @Test
  void updatesEachColumnByItsOwnVersionAndIgnoresDeletedRows() {
    String update = sql(spec(null, true, true)).update();

    assertThat(update)
        .isEqualTo(
            "UPDATE \"app\".\"users\" AS t SET"
                + " \"name\" = CASE WHEN t.\"v\" IS NULL OR i.\"#v0\" > t.\"v\""
                + " THEN i.\"name\" ELSE t.\"name\" END,"
                + " \"tag\" = CASE WHEN t.\"v\" IS NULL OR i.\"#v1\" > t.\"v\""
                + " THEN i.\"tag\" ELSE t.\"tag\" END,"
                + " \"v\" = i.\"v\", \"gone\" = i.\"gone\", \"updated_at\" = i.\"updated_at\","
                + " \"applied_at\" = now()"
                + " FROM (SELECT u.\"user_id\", u.\"v\"::\"numeric\" AS \"v\", u.\"name\","
                + " u.\"tag\"::\"uuid\" AS \"tag\", u.\"gone\","
                + " TIMESTAMPTZ 'epoch' + u.\"updated_at\" * INTERVAL '1 microsecond'"
                + " AS \"updated_at\","
                + " u.\"#whole\"::\"numeric\" AS \"#whole\", u.\"#dead\"::\"numeric\" AS \"#dead\","
                + " u.\"#v0\"::\"numeric\" AS \"#v0\", u.\"#v1\"::\"numeric\" AS \"#v1\""
                + " FROM unnest((SELECT ?::int8[]), (SELECT ?::text[]), (SELECT ?::text[]), (SELECT ?::text[]), (SELECT ?::bool[]), (SELECT ?::int8[]),"
                + " (SELECT ?::text[]), (SELECT ?::text[]), (SELECT ?::text[]), (SELECT ?::text[]))"
                + " AS u(\"user_id\", \"v\", \"name\", \"tag\", \"gone\", \"updated_at\","
                + " \"#whole\", \"#dead\", \"#v0\", \"#v1\")) AS i"
                + " WHERE t.\"user_id\" = i.\"user_id\""
                + " AND (t.\"v\" IS NULL OR i.\"v\" > t.\"v\")"
                + " AND (t.\"gone\" IS NOT TRUE OR t.\"v\" < i.\"#whole\")"
                + " AND (i.\"#dead\" IS NULL OR t.\"v\" > i.\"#dead\")");
  }

  @Test
  void insertsOnlyAbsentRowsWithoutATombstoneAboveTheFullRowVersion() {
    String insert = sql(spec("stones", false, true)).insert();

    assertThat(insert)
        .endsWith(
            " AND d.\"version\" >= i.\"#whole\")"
                + " AND NOT EXISTS (SELECT FROM \"app\".\"users\" AS t"
                + " WHERE t.\"user_id\" = i.\"user_id\")"
                + " ON CONFLICT (\"user_id\") DO NOTHING");
  }

  @Test
  void deletesOnlyOlderRows() {
    String delete = sql(spec(null, false, false)).delete();

    assertThat(delete)
        .isEqualTo(
            "DELETE FROM \"app\".\"users\" AS t USING"
                + " (SELECT u.\"user_id\", u.\"v\"::\"numeric\" AS \"v\""
                + " FROM unnest((SELECT ?::int8[]), (SELECT ?::text[])) AS u(\"user_id\", \"v\")) AS i"
                + " WHERE t.\"user_id\" = i.\"user_id\""
                + " AND (t.\"v\" IS NULL OR i.\"v\" > t.\"v\")");
  }

  @Test
  void storesTombstonesForKeysWithoutARowAtTheGreaterVersion() {
    String insertTombstones = sql(spec("stones", false, false)).insertTombstones();

    assertThat(insertTombstones)
        .isEqualTo(
            "INSERT INTO \"stones\" AS d (\"table_name\", \"key\", \"key_digest\", \"version\")"
                + " SELECT ?, i.\"#key\", sha256(convert_to(i.\"#key\", 'UTF8')), i.\"v\""
                + " FROM (SELECT u.\"user_id\", u.\"v\"::\"numeric\" AS \"v\", u.\"#key\""
                + " FROM unnest((SELECT ?::int8[]), (SELECT ?::text[]), (SELECT ?::text[]))"
                + " AS u(\"user_id\", \"v\", \"#key\")) AS i"
                + " WHERE NOT EXISTS (SELECT FROM \"app\".\"users\" AS t"
                + " WHERE t.\"user_id\" = i.\"user_id\")"
                + " ON CONFLICT (\"table_name\", \"key_digest\")"
                + " DO UPDATE SET \"version\" = EXCLUDED.\"version\", \"deleted_at\" = now()"
                + " WHERE EXCLUDED.\"version\" > d.\"version\"");
  }

  @Test
  void selectsTheExistingVersionOfARow() {
    WriteSpec withTombstones = spec("stones", false, false);
    String existingRows =
        new PostgresExistingRowSql(withTombstones, sql(withTombstones)).existingRows();

    assertThat(existingRows)
        .isEqualTo(
            "SELECT i.\"#n\", COALESCE(GREATEST(t.\"v\", d.\"version\") > i.\"v\", FALSE),"
                + " GREATEST(t.\"v\", d.\"version\")"
                + " FROM (SELECT u.\"user_id\", u.\"v\"::\"numeric\" AS \"v\", u.\"#key\", u.\"#n\""
                + " FROM unnest((SELECT ?::int8[]), (SELECT ?::text[]), (SELECT ?::text[])) WITH ORDINALITY"
                + " AS u(\"user_id\", \"v\", \"#key\", \"#n\")) AS i"
                + " LEFT JOIN \"app\".\"users\" AS t ON t.\"user_id\" = i.\"user_id\""
                + " LEFT JOIN \"stones\" AS d ON d.\"table_name\" = ? AND d.\"key_digest\" = sha256(convert_to(i.\"#key\", 'UTF8'))"
                + " WHERE GREATEST(t.\"v\", d.\"version\") IS DISTINCT FROM i.\"v\"");
  }

  private static WriteSpec moveSpec(boolean arriving) {
    return new WriteSpec(
        "app.users",
        List.of(ID),
        arriving ? List.of(NAME) : List.of(),
        VERSION,
        DELETED,
        null,
        APPLIED,
        null,
        "stones",
        false,
        arriving,
        new WriteSpec.MoveSpec(
            List.of(NAME, TAG), false, "stones_moved", arriving ? Rows.ARRIVING : Rows.LEAVING),
        true);
  }

  @Test
  void removesMovedRowsAndKeepsThemForTheirNewKeys() {
    WriteSpec spec = moveSpec(false);

    assertThat(new PostgresMoveSql(spec, sql(spec)).take())
        .isEqualTo(
            "WITH l AS (DELETE FROM \"app\".\"users\" AS t USING"
                + " (SELECT u.\"user_id\", u.\"v\"::\"numeric\" AS \"v\", u.\"#key\", u.\"#to0\","
                + " u.\"#arrival\"::\"numeric\" AS \"#arrival\", u.\"#to\""
                + " FROM unnest((SELECT ?::int8[]), (SELECT ?::text[]), (SELECT ?::text[]), (SELECT ?::int8[]), (SELECT ?::text[]), (SELECT ?::text[]))"
                + " AS u(\"user_id\", \"v\", \"#key\", \"#to0\", \"#arrival\", \"#to\")) AS i"
                + " WHERE t.\"user_id\" = i.\"user_id\""
                + " AND (t.\"v\" IS NULL OR i.\"v\" > t.\"v\") AND t.\"gone\" IS NOT TRUE"
                + " RETURNING i.\"#key\", i.\"#to0\", i.\"#arrival\", i.\"#to\","
                + " json_object(ARRAY[E'name', E'tag']::text[],"
                + " ARRAY[t.\"name\"::text, t.\"tag\"::text]::text[]) AS \"row\")"
                + " INSERT INTO \"stones_moved\" (\"table_name\", \"key_digest\", \"version\", \"row\")"
                + " SELECT DISTINCT ON (2, 3) ?, sha256(convert_to(l.\"#to\", 'UTF8')), l.\"#arrival\", l.\"row\" FROM l"
                + " WHERE NOT EXISTS (SELECT FROM \"app\".\"users\" AS t"
                + " WHERE t.\"user_id\" = l.\"#to0\" AND t.\"v\" >= l.\"#arrival\")"
                + " AND NOT EXISTS (SELECT FROM \"stones\" AS d WHERE d.\"table_name\" = ?"
                + " AND d.\"key_digest\" IN (sha256(convert_to(l.\"#to\", 'UTF8')), sha256(convert_to('[]', 'UTF8'))) AND d.\"version\" >= l.\"#arrival\")"
                + " ON CONFLICT (\"table_name\", \"key_digest\", \"version\") DO UPDATE SET \"row\" = EXCLUDED.\"row\"");
  }

  @Test
  void keepsRowsForAMoveWithoutRemovingThem() {
    WriteSpec spec = moveSpec(false);
    PostgresMoveSql moves = new PostgresMoveSql(spec, sql(spec));

    assertThat(moves.keep())
        .startsWith("WITH l AS (SELECT i.\"#key\"")
        .contains(" FROM \"app\".\"users\" AS t, (SELECT u.\"user_id\"")
        .endsWith(moves.take().substring(moves.take().indexOf(") INSERT INTO")))
        .doesNotContain("DELETE");
  }

  @Test
  void completesPartialRowsFromTheNewestMovedRow() {
    WriteSpec spec = moveSpec(true);

    assertThat(new PostgresMoveSql(spec, sql(spec)).insertMovedRows(false))
        .startsWith(
            "INSERT INTO \"app\".\"users\" AS t"
                + " (\"user_id\", \"name\", \"v\", \"gone\", \"applied_at\", \"tag\")"
                + " OVERRIDING SYSTEM VALUE SELECT i.\"user_id\", i.\"name\", i.\"v\", i.\"gone\","
                + " now(), (m.\"row\" ->> E'tag')::\"uuid\" FROM (SELECT ")
        .contains(
            " WHERE m.\"table_name\" = ?"
                + " AND m.\"key_digest\" = sha256(convert_to(i.\"#key\", 'UTF8'))"
                + " AND m.\"version\" < i.\"v\""
                + " AND (i.\"#dead\" IS NULL OR m.\"version\" > i.\"#dead\")"
                + " ORDER BY m.\"version\" DESC LIMIT 1) AS m WHERE NOT EXISTS"
                + " (SELECT FROM \"app\".\"users\" AS t WHERE t.\"user_id\" = i.\"user_id\""
                + " AND (t.\"v\" >= m.\"version\" OR t.\"gone\" IS NOT TRUE))")
        .endsWith(" WHERE t.\"v\" IS NULL OR EXCLUDED.\"v\" > t.\"v\"");
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, true, true",
    "true, true, true, false",
    "true, true, false, true",
    "true, true, false, false",
    "true, false, false, true",
    "true, false, false, false",
    "false, true, true, false",
    "false, true, false, false",
    "false, false, false, false"
  })
  void anUnwrittenMoveBindsTheTableNameForEachParameter(
      boolean ignoresDeletedRows, boolean tombstones, boolean truncates, boolean partial) {
    WriteSpec spec =
        new WriteSpec(
            "app.users",
            List.of(ID),
            List.of(NAME),
            VERSION,
            DELETED,
            null,
            APPLIED,
            null,
            tombstones ? "stones" : null,
            ignoresDeletedRows,
            ignoresDeletedRows,
            new WriteSpec.MoveSpec(List.of(NAME, TAG), false, "stones_moved", Rows.PASSING),
            truncates);
    PostgresUnwrittenMoveSql pass = new PostgresUnwrittenMoveSql(spec, sql(spec));
    String text = pass.pass(partial, Map.of());

    assertThat(text.chars().filter(letter -> letter == '?').count())
        .isEqualTo(spec.fields().size() + pass.names(partial));
    assertThat(text).doesNotContain("INSERT INTO \"app\"").doesNotContain("DELETE");
  }

  @Test
  void anUnwrittenMoveUsesTheDefaultsOfTheDatabase() {
    WriteSpec spec =
        new WriteSpec(
            "app.users",
            List.of(ID),
            List.of(NAME),
            VERSION,
            null,
            null,
            null,
            null,
            "stones",
            false,
            false,
            new WriteSpec.MoveSpec(List.of(NAME, TAG), false, "stones_moved", Rows.PASSING),
            false);

    assertThat(new PostgresUnwrittenMoveSql(spec, sql(spec)).pass(false, Map.of("tag", "made()")))
        .contains("ARRAY[(i.\"name\")::text, t.\"tag\"::text]::text[]")
        .contains("ARRAY[i.\"name\"::text, (made())::text]::text[]");
  }

  @Test
  void quotesIdentifiers() {
    assertThat(PostgresSql.qualified("a\"; DROP TABLE x; --"))
        .isEqualTo("\"a\"\"; DROP TABLE x; --\"");
  }
}
