package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.DeleteMode;
import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.sink.WriteResult;
import io.portage.upsert.ShardWriter;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that need each other and can only be written in one transaction. */
class RowExchangeIT extends SelfReferencingCase {
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

  RowExchangeIT() {
    super("body text DEFAULT 'kept'");
  }

  private void add(String column) {
    target.execute("ALTER TABLE " + target.table + " ADD COLUMN " + column);
  }

  /** Adds a second table whose rows refer to this table, with a referential action. */
  private void addChildren(String action) {
    target.execute(
        "CREATE TABLE %1$s_child (of bigint PRIMARY KEY REFERENCES %1$s %2$s)"
            .formatted(target.table, action));
    target.execute("INSERT INTO %1$s_child SELECT id FROM %1$s".formatted(target.table));
  }

  private List<String> children() {
    return target.query("SELECT of FROM " + target.table + "_child ORDER BY of");
  }

  private ShardWriter shard() {
    return target.shard(target.config(DeleteMode.SOFT, null, 5_000), clock);
  }

  private static boolean counts(ParkedChanges parkedChanges) {
    return true;
  }

  /** Returns a full or a partial row; {@code mixed} alternates them. */
  private Change changed(String kinds, long id, String name) {
    boolean partial = kinds.equals("partial") || (kinds.equals("mixed") && id % 2 == 0);
    return partial
        ? given.partial(id, 2, "name", name)
        : given.upsert(id, 2, "name", name, "body", "own");
  }

  static Stream<Arguments> columnsAndKinds() {
    Stream<Arguments> all =
        Stream.of(
                "name text UNIQUE",
                "name text NOT NULL UNIQUE",
                "name text NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED",
                "name text NOT NULL UNIQUE DEFERRABLE CHECK (name LIKE 'n%' OR name = 'taken')",
                "name text UNIQUE CHECK (name IS NOT NULL)",
                "name text, ADD UNIQUE NULLS NOT DISTINCT (name)",
                "name text NOT NULL, ADD EXCLUDE (name WITH =)")
            .flatMap(
                column -> Stream.of("full", "mixed").map(kinds -> Arguments.of(column, kinds)));
    String replaced = "name text NOT NULL UNIQUE CHECK (name LIKE 'n%' OR name = 'taken')";
    return Stream.concat(
        all, Stream.of("full", "partial").map(kinds -> Arguments.of(replaced, kinds)));
  }

  @ParameterizedTest
  @MethodSource("columnsAndKinds")
  void rowsThatExchangeUniqueValuesAreWrittenTogether(String column, String kinds) {
    add(column);
    ShardWriter shard = shard();
    List<Change> before = new ArrayList<>();
    List<Change> after = new ArrayList<>();
    for (long id = 0; id < 43; id++) {
      before.add(given.upsert(id, 1, "name", "n" + id, "body", "own"));
      long other = id < 40 ? id ^ 1 : 40 + (id - 39) % 3;
      after.add(changed(kinds, id, "n" + other));
    }
    after.add(given.upsert(50L, 2, "name", "taken", "body", "own"));
    shard.write(before, parked);
    shard.write(List.of(given.upsert(60L, 1, "name", "taken", "body", "own")), parked);
    addChildren("");
    boolean excluded = column.contains("EXCLUDE");

    WriteResult result = shard.write(excluded ? after.subList(0, 43) : after, parked);

    assertThat(result.counts().applied()).isEqualTo(43);
    assertThat(parked.all()).hasSize(excluded ? 0 : 1);
    assertThat(
            target.query(
                "SELECT count(*), string_agg(name, ',' ORDER BY id) FILTER (WHERE id > 37),"
                    + " min(body), max(body) FROM "
                    + target.table))
        .containsExactly("44|n39,n38,n41,n42,n40,taken|own|own");
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("int2", 1L, 2L),
        Arguments.of("int8 CHECK (name > 0)", 1L, 2L),
        Arguments.of("numeric(9,2)", new BigDecimal("1.00"), new BigDecimal("2.00")),
        Arguments.of("float8", 1.0, 2.0),
        Arguments.of("varchar(3)", "a", "b"),
        Arguments.of("char(5)", "a    ", "b    "),
        Arguments.of("uuid", UUID.randomUUID().toString(), UUID.randomUUID().toString()),
        Arguments.of("date", LocalDate.of(2024, 1, 1), LocalDate.of(2024, 1, 2)),
        Arguments.of("timestamptz", Instant.ofEpochSecond(1), Instant.ofEpochSecond(2)));
  }

  @ParameterizedTest
  @MethodSource("values")
  void anExchangeDeletesNoReferringRows(String type, Object one, Object other) {
    add("name " + type + " NOT NULL, ADD UNIQUE (name)");
    ShardWriter shard = shard();
    shard.write(
        List.of(given.upsert(1L, 1, "name", one), given.upsert(2L, 1, "name", other)), parked);
    List<String> before = target.rows("name");
    addChildren("ON DELETE CASCADE");

    shard.write(
        List.of(given.upsert(1L, 2, "name", other), given.partial(2L, 2, "name", one)), parked);

    assertThat(target.rows("name")).containsExactly(before.get(1), before.get(0));
    assertThat(parked.isEmpty()).isTrue();
    assertThat(children()).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NOT NULL"})
  void rowsThatExchangeTheValuesOfTwoColumnsAreWrittenTogether(String nullable) {
    add(
        "name varchar(3) %1$s, ADD pos int %1$s, ADD UNIQUE (name), ADD UNIQUE (pos)"
            .formatted(nullable));
    ShardWriter shard = shard();
    shard.write(
        List.of(
            given.upsert(1L, 1, "name", "a", "pos", 1L),
            given.upsert(2L, 1, "name", "b", "pos", 2L)),
        parked);
    addChildren("ON DELETE CASCADE");

    shard.write(
        List.of(
            given.upsert(1L, 2, "name", "b", "pos", 2L),
            given.upsert(2L, 2, "name", "a", "pos", 1L)),
        parked);

    assertThat(target.rows("name, pos")).containsExactly("b|2", "a|1");
    assertThat(parked.isEmpty()).isTrue();
    assertThat(children()).containsExactly("1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(parent, pos)", "(pos) WHERE body = 'kept'", "(abs(pos))"})
  void anExchangeWorksWithAnyIndex(String index) {
    add("pos int NOT NULL DEFAULT 0");
    target.execute("CREATE UNIQUE INDEX ON " + target.table + " " + index);
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(9L, 1, "pos", 9L)), parked);
    shard.write(
        List.of(
            given.upsert(1L, 1, "parent", 9L, "pos", 1L),
            given.upsert(2L, 1, "parent", 9L, "pos", 2L)),
        parked);
    addChildren("ON DELETE SET NULL");

    shard.write(
        List.of(given.partial(1L, 2, "pos", 2L), given.upsert(2L, 2, "parent", 9L, "pos", 1L)),
        parked);

    assertThat(target.rows("id, parent, pos")).containsExactly("1|9|2", "2|9|1", "9|~|9");
    assertThat(children()).containsExactly("1", "2", "9");
  }

  @Test
  void withoutASafeStrategyTheDeadLetterNamesARemedy() {
    add("flag boolean NOT NULL DEFAULT TRUE, ADD UNIQUE (flag)");
    ShardWriter shard = shard();
    shard.write(
        List.of(given.upsert(1L, 1, "flag", true), given.upsert(2L, 1, "flag", false)), parked);
    addChildren("ON DELETE CASCADE");

    List<DeadLetter> dead = new ArrayList<>();
    shard.write(
        List.of(given.upsert(1L, 2, "flag", false), given.upsert(2L, 2, "flag", true)), parked);
    assertThat(parked.size()).isEqualTo(2);
    while (!parked.isEmpty()) {
      clock.move(FIVE_SECONDS);
      dead.addAll(shard.retry(parked, RowExchangeIT::counts).dead());
    }

    assertThat(dead)
        .hasSize(2)
        .allSatisfy(deadLetter -> assertThat(deadLetter.cause().message()).contains("DEFERRABLE"));
    assertThat(target.rows("flag")).containsExactly("t", "f");
    assertThat(children()).containsExactly("1", "2");
  }

  @Test
  void aRowThatATriggerSuppressesIsNotChanged() {
    add("name text UNIQUE");
    ShardWriter shard = shard();
    shard.write(
        List.of(given.upsert(1L, 1, "name", "a"), given.upsert(2L, 1, "name", "b")), parked);
    target.execute(
        "CREATE FUNCTION %1$s_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                .formatted(target.table)
            + " IF NEW.id = 1 AND NEW.name = 'b' THEN RETURN NULL; END IF; RETURN NEW; END $$");
    target.execute(
        "CREATE TRIGGER keep BEFORE UPDATE ON %1$s FOR EACH ROW EXECUTE FUNCTION %1$s_keep()"
            .formatted(target.table));

    shard.write(
        List.of(given.upsert(1L, 2, "name", "b"), given.upsert(2L, 2, "name", "a")), parked);

    assertThat(target.rows("name")).containsExactly("a", "b");
    target.execute("DROP FUNCTION " + target.table + "_keep CASCADE");
  }

  @Test
  void aValueThatIsNewerThanTheChangesIsNotReplaced() {
    add("name text UNIQUE");
    ShardWriter shard = shard();
    shard.write(
        List.of(
            given.upsert(1L, 5, "name", "a"),
            given.upsert(2L, 1, "name", "b"),
            given.upsert(3L, 1, "name", "c")),
        parked);

    shard.write(
        List.of(
            ChangeMerge.merge(
                given.upsert(1L, 3, "name", "old", "body", "old"),
                given.partial(1L, 7, "body", "new")),
            given.upsert(2L, 7, "name", "c"),
            given.upsert(3L, 7, "name", "b")),
        parked);

    assertThat(target.rows("name, body")).containsExactly("a|new", "c|kept", "b|kept");
  }

  @Test
  void anExchangeDoesNotChangeRowsThatReferToTheValues() {
    add("name text UNIQUE");
    target.execute(
        "CREATE TABLE %1$s_child (of text REFERENCES %1$s (name) ON UPDATE CASCADE)"
            .formatted(target.table));
    ShardWriter shard = shard();
    shard.write(
        List.of(given.upsert(1L, 1, "name", "a"), given.upsert(2L, 1, "name", "b")), parked);
    target.execute("INSERT INTO %1$s_child SELECT name FROM %1$s".formatted(target.table));

    shard.write(
        List.of(given.upsert(1L, 2, "name", "b"), given.upsert(2L, 2, "name", "a")), parked);

    assertThat(target.query("SELECT string_agg(name, ',' ORDER BY id) FROM " + target.table))
        .containsExactly("b,a");
    assertThat(
            target.query("SELECT string_agg(of, ',' ORDER BY of) FROM " + target.table + "_child"))
        .containsExactly("a,b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name text UNIQUE", "name text NOT NULL UNIQUE"})
  void rowsOfSeveralShardsThatExchangeUniqueValuesAreWrittenTogether(String column) {
    add(column);
    List<ShardWriter> shards = List.of(shard(), shard(), shard());
    List<ParkedRows> rows = new ArrayList<>();
    List<WriteResult> all = new ArrayList<>();
    for (int shard = 0; shard < 3; shard++) {
      rows.add(new ParkedRows(List.of(), ChangeMerge::merge));
      shards
          .get(shard)
          .write(List.of(given.upsert((long) shard, 1, "name", "n" + shard)), rows.get(shard));
    }
    shards.get(0).write(List.of(given.upsert(9L, 1, "name", "taken")), rows.get(0));
    for (int shard = 0; shard < 3; shard++) {
      String next = "n" + (shard + 1) % 3;
      List<Change> changes =
          List.of(changed("mixed", shard, next), given.upsert(100L + shard, 2, "name", "taken"));
      all.add(shards.get(shard).write(changes, rows.get(shard)));
    }

    for (int round = 0; round < 2; round++) {
      clock.move(FIVE_SECONDS);
      for (int shard = 0; shard < 3; shard++) {
        all.add(shards.get(shard).retry(rows.get(shard), RowExchangeIT::counts));
      }
    }

    assertThat(target.rows("id, name")).containsExactly("0|n1", "1|n2", "2|n0", "9|taken");
    assertThat(rows).allMatch(parked -> parked.size() == 1);
    assertThat(all).allMatch(result -> result.dead().isEmpty());
    assertThat(
            all.stream().mapToInt(one -> one.counts().applied() + one.counts().duplicate()).sum())
        .isEqualTo(3);
    assertThat(target.query("SELECT count(*) FROM " + target.parked)).containsExactly("3");

    for (int round = 0; round < 60; round++) {
      clock.move(Duration.ofSeconds(1));
      for (int shard = 0; shard < 3; shard++) {
        shards.get(shard).retry(rows.get(shard), RowExchangeIT::counts);
      }
    }
    assertThat(rows).allMatch(ParkedRows::isEmpty);
    assertThat(target.query("SELECT count(*) FROM " + target.parked)).containsExactly("0");
  }

  /** Rows that refer to each other, in one batch, in one shard, and in two shards. */
  @ParameterizedTest
  @ValueSource(strings = {"one batch", "one shard", "two shards"})
  void rowsThatReferToEachOtherAreWrittenTogether(String come) {
    List<ShardWriter> shards = List.of(shard(), shard());
    List<ParkedRows> rows = List.of(parked, new ParkedRows(List.of(), ChangeMerge::merge));
    Change one = given.upsert(1L, 1, "parent", 2L);
    Change other = given.upsert(2L, 1, "parent", 1L);
    Change child = given.upsert(3L, 1, "parent", 2L);
    Change orphan = given.upsert(4L, 1, "parent", 99L);
    Change grandchild = given.upsert(5L, 1, "parent", 4L);
    if (come.equals("one batch")) {
      shards.get(0).write(List.of(one, other, child, orphan, grandchild), rows.get(0));
    } else {
      int second = come.equals("one shard") ? 0 : 1;
      shards.get(0).write(List.of(one, orphan), rows.get(0));
      clock.move(Duration.ofMillis(300));
      shards.get(second).write(List.of(other, child, grandchild), rows.get(second));
    }
    List<DeadLetter> dead = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      clock.move(Duration.ofMillis(250));
      for (int shard = 0; shard < 2; shard++) {
        dead.addAll(shards.get(shard).retry(rows.get(shard), RowExchangeIT::counts).dead());
      }
    }

    assertThat(target.rows("id, parent")).containsExactly("1|2", "2|1", "3|2");
    assertThat(rows.stream().mapToLong(ParkedRows::size).sum()).isEqualTo(2);
    assertThat(dead).isEmpty();
  }
}
