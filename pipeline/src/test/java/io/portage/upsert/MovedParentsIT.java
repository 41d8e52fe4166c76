package io.portage.upsert;

import static io.portage.upsert.Given.v;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.config.TableConfig.Deletes;
import io.portage.latest.Merge;
import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.Columns;
import io.portage.model.DeadLetter;
import io.portage.model.Half;
import io.portage.model.Row;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key changes of rows that lack columns while rows of another table refer to the old key. */
@ExtendWith(SandboxExtension.class)
class MovedParentsIT {
  private static final String NO_ACTION = "";
  private static final String DEFERRED = "DEFERRABLE INITIALLY DEFERRED";
  private static final String RESTRICT = "ON DELETE RESTRICT";
  private static final String CASCADE = "ON DELETE CASCADE";
  private static final String SET_NULL = "ON DELETE SET NULL";

  private final HandClock clock = new HandClock(Instant.parse("2024-09-17T00:00:00Z"));
  private final List<DeadLetter> dead = new ArrayList<>();
  private Target parents;
  private Target children;

  @BeforeEach
  void createTables(Sandbox sandbox) {
    parents = new Target(sandbox, "name text, big text");
    children = new Target(sandbox, "parent bigint, note text");
  }

  @AfterEach
  void dropTables() {
    children.close();
    parents.close();
  }

  private void refer(String action) {
    children.execute(
        "ALTER TABLE %s ADD CONSTRAINT to_parent FOREIGN KEY (parent) REFERENCES %s %s"
            .formatted(children.table, parents.table, action));
  }

  /** A shard of one of the tables, as a job that has just begun has it. */
  private final class Shard {
    private final ShardWriter writer;
    private final WaitingRows waiting = new WaitingRows(List.of(), Merge::merge);

    private Shard(Target target) {
      writer = target.shard(target.config(Deletes.HARD, null, 100), clock);
    }

    private void write(Change... changes) {
      dead.addAll(writer.write(List.of(changes), waiting).dead());
    }

    private void retry(Predicate<Held> counts) {
      dead.addAll(writer.retry(waiting, counts).dead());
    }
  }

  private void retry(Shard... shards) {
    for (int i = 0; i < 5; i++) {
      clock.move(Duration.ofSeconds(11));
      for (Shard shard : shards) {
        shard.retry(held -> false);
      }
    }
  }

  private Change parent(long id, long version) {
    return parents.given.upsert(id, version, "name", "p" + id, "big", "BIG " + id);
  }

  private Change moved(long id, long version, long to) {
    return parents.given.delete(id, version).movingTo(Row.of(Columns.of("id"), to));
  }

  private Change arrived(long id, long version, String name) {
    Row row = Given.withKey(id, "name", name);
    return parents.given.change(Op.UPSERT, id, row, Life.arrived(v(version)));
  }

  private Change child(long id, long version, long parent) {
    return children.given.upsert(id, version, "parent", parent, "note", "NOTE " + id);
  }

  private Change childMoves(long id, long version, long parent) {
    return children.given.partial(id, version, "parent", parent);
  }

  private void load() {
    new Shard(parents).write(parent(1, 1), parent(2, 1));
    new Shard(children).write(child(1, 2, 1), child(2, 2, 1), child(3, 2, 2));
  }

  private void assertAllHasMoved() {
    assertThat(dead).isEmpty();
    assertThat(parents.rows("id, name, big")).containsExactly("2|p2|BIG 2", "9|p9|BIG 1");
    assertThat(children.rows("id, parent, note"))
        .containsExactly("1|9|NOTE 1", "2|9|NOTE 2", "3|2|NOTE 3");
    assertThat(parents.query("SELECT count(*) FROM " + parents.tombstones + "_moved"))
        .containsExactly("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, DEFERRED, RESTRICT, CASCADE, SET_NULL})
  void childrenFollowTheNewKey(String action) {
    refer(action);
    load();
    Shard old = new Shard(parents);
    Shard neu = new Shard(parents);
    Shard follow = new Shard(children);

    old.write(moved(1, 5, 9));
    neu.write(arrived(9, 5, "p9"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    retry(old, neu, follow);

    assertAllHasMoved();
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, CASCADE})
  void childrenMayComeBeforeTheKeyChangeAndTheNewRowBeforeTheOld(String action) {
    refer(action);
    load();
    Shard all = new Shard(parents);
    Shard follow = new Shard(children);

    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    all.write(arrived(9, 5, "p9"));
    all.write(moved(1, 5, 9));
    retry(follow, all);

    assertAllHasMoved();
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, CASCADE})
  void aJobThatBeganAnewInBetweenEndsTheSame(String action) {
    refer(action);
    load();
    new Shard(parents).write(moved(1, 5, 9));
    Shard again = new Shard(parents);
    Shard follow = new Shard(children);

    again.write(moved(1, 5, 9), arrived(9, 5, "p9"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    retry(again, follow);
    again.write(moved(1, 5, 9), arrived(9, 5, "p9"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    retry(again, follow);

    assertAllHasMoved();
  }

  /** An older change that comes while the old row is kept and cannot go yet. */
  @Test
  void theNewRowGetsWhatTheOldOneSaidLast() {
    refer(NO_ACTION);
    load();
    Shard old = new Shard(parents);
    old.write(moved(1, 5, 9));

    new Shard(parents).write(parents.given.upsert(1L, 4, "name", "late", "big", "BIGGER"));
    children.execute("DELETE FROM " + children.table + " WHERE parent = 1");
    retry(old);
    new Shard(parents).write(arrived(9, 5, "p9"));

    assertThat(parents.rows("id, name, big")).containsExactly("2|p2|BIG 2", "9|p9|BIGGER");
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, CASCADE})
  void parentsSwapTheirKeysWithTheirChildren(String action) {
    refer(action);
    load();
    Shard one = new Shard(parents);
    Shard two = new Shard(parents);
    Shard three = new Shard(parents);
    Shard follow = new Shard(children);

    one.write(moved(1, 5, 3), arrived(1, 6, "b on a"));
    two.write(moved(2, 6, 1), arrived(2, 7, "a on b"));
    three.write(arrived(3, 5, "a away"), moved(3, 7, 2));
    follow.write(childMoves(1, 8, 2), childMoves(2, 8, 2), childMoves(3, 8, 1));
    retry(one, two, three, follow);

    assertThat(dead).isEmpty();
    assertThat(parents.rows("id, name, big")).containsExactly("1|b on a|BIG 2", "2|a on b|BIG 1");
    assertThat(children.rows("id, parent, note"))
        .containsExactly("1|2|NOTE 1", "2|2|NOTE 2", "3|1|NOTE 3");
  }

  /** The key comes into use again, and others refer to that row. */
  @Test
  void aNewRowOfTheOldKeyNeedNotWaitForItsChildren() {
    refer(NO_ACTION);
    load();
    Shard old = new Shard(parents);
    Shard follow = new Shard(children);

    old.write(moved(1, 5, 9), parent(1, 7), arrived(9, 5, "p9"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9), childMoves(3, 8, 1));
    retry(old, follow);

    assertThat(dead).isEmpty();
    assertThat(parents.rows("id, name, big"))
        .containsExactly("1|p1|BIG 1", "2|p2|BIG 2", "9|p9|BIG 1");
    assertThat(children.rows("id, parent")).containsExactly("1|9", "2|9", "3|1");
  }

  /** One update with both keys, whose row lacks nothing, so that nothing needs to be lent. */
  @Test
  void childrenDoNotGoWithTheOldHalfOfAWholeRow() {
    refer(CASCADE);
    load();
    Shard old = new Shard(parents);
    Shard follow = new Shard(children);
    Change half = halfOf(parents.given.delete(1L, 5));

    old.write(half, parents.given.upsert(9L, 5, "name", "p9", "big", "BIG 1"));
    follow.write(childMoves(1, 6, 9), childMoves(2, 6, 9));
    retry(old, follow);

    assertThat(dead).isEmpty();
    assertThat(parents.rows("id, name, big")).containsExactly("2|p2|BIG 2", "9|p9|BIG 1");
    assertThat(children.rows("id, parent, note"))
        .containsExactly("1|9|NOTE 1", "2|9|NOTE 2", "3|2|NOTE 3");
  }

  private static Change halfOf(Change delete) {
    return new Change(
        delete.table(),
        delete.op(),
        delete.key(),
        delete.row(),
        delete.life(),
        delete.at(),
        Half.DELETE,
        delete.changeTime(),
        delete.kafkaTime(),
        delete.lateness(),
        delete.origins(),
        delete.records());
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_ACTION, RESTRICT, CASCADE, SET_NULL})
  void anOldRowWhoseChildrenDoNotFollowIsADeadLetterThatNamesThem(String action) {
    refer(action);
    load();
    Shard old = new Shard(parents);
    old.write(moved(1, 5, 9), arrived(9, 5, "p9"));
    for (int i = 0; i < 12; i++) {
      clock.move(Duration.ofSeconds(11));
      old.retry(held -> true);
    }

    assertThat(dead).hasSize(1);
    assertThat(dead.get(0).cause().message())
        .startsWith(
            "rows of table " + children.table + " still refer to the row, constraint to_parent")
        .contains("until they refer to its new key");
    assertThat(parents.rows("id, big")).containsExactly("1|BIG 1", "2|BIG 2", "9|BIG 1");
    assertThat(children.rows("id, parent")).containsExactly("1|1", "2|1", "3|2");
  }

  /** A row that goes for good takes along what the target's foreign key says. */
  @Test
  void aDeleteThatIsNoKeyChangeTakesChildrenAlong() {
    refer(CASCADE);
    load();

    new Shard(parents).write(parents.given.delete(1L, 5));

    assertThat(parents.rows("id")).containsExactly("2");
    assertThat(children.rows("id")).containsExactly("3");
  }

  @Test
  void aKeyChangeDoesNotHoldUpADeleteThatTakesChildrenAlong() {
    refer(CASCADE);
    load();
    Shard all = new Shard(parents);

    all.write(moved(1, 5, 9), parents.given.delete(2L, 6));

    assertThat(parents.rows("id")).containsExactly("1");
    assertThat(children.rows("id")).containsExactly("1", "2");
    assertThat(all.waiting.size()).isEqualTo(1);
  }

  /** Each is found by asking and not by trying them one by one, and the others go at once. */
  @Test
  void deletesThatAreReferredToDoNotHoldUpOthers() {
    refer(NO_ACTION);
    Shard all = new Shard(parents);
    List<Change> rows = new ArrayList<>();
    List<Change> deletes = new ArrayList<>();
    List<Change> referring = new ArrayList<>();
    for (long id = 1; id <= 100; id++) {
      rows.add(parent(id, 1));
      deletes.add(parents.given.delete(id, 5));
      if (id % 2 == 0) {
        referring.add(child(id, 2, id));
      }
    }
    all.write(rows.toArray(Change[]::new));
    new Shard(children).write(referring.toArray(Change[]::new));
    int before = parents.watched.transactions();

    all.write(deletes.toArray(Change[]::new));

    assertThat(parents.query("SELECT count(*) FROM " + parents.table)).containsExactly("50");
    assertThat(all.waiting.size()).isEqualTo(50);
    assertThat(parents.watched.transactions() - before).isLessThan(10);
    assertThat(all.waiting.all().get(0).cause().message())
        .isEqualTo(
            "rows of table "
                + children.table
                + " still refer to the row, constraint to_parent (SQLState 23503)");
  }

  @Test
  void aValueThatOthersReferToIsToldFromARowThatIsMissing() {
    parents.execute("ALTER TABLE " + parents.table + " ADD UNIQUE (name)");
    children.execute(
        "ALTER TABLE %s ADD CONSTRAINT to_name FOREIGN KEY (note) REFERENCES %s (name)"
            .formatted(children.table, parents.table));
    new Shard(parents).write(parent(1, 1));
    new Shard(children).write(children.given.upsert(1L, 2, "note", "p1"));
    Shard renamed = new Shard(parents);

    renamed.write(parents.given.upsert(1L, 3, "name", "other"));

    assertThat(renamed.waiting.newestCause())
        .isEqualTo(
            "rows of table "
                + children.table
                + " refer to a value that the row gives up, constraint to_name (SQLState 23503)");
  }

  @Test
  void aChildWithoutAParentIsToldFromAParentWithChildren() {
    refer(NO_ACTION);
    Shard orphans = new Shard(children);

    orphans.write(child(1, 1, 77));

    assertThat(orphans.waiting.newestCause())
        .isEqualTo(
            "the row that it refers to is not there, table "
                + children.table
                + ", constraint to_parent (SQLState 23503)");
  }
}
