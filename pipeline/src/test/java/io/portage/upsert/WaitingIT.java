package io.portage.upsert;

import static io.portage.upsert.write.TestTarget.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.parking.ParkedState;
import io.portage.upsert.parking.SpillSummary;
import io.portage.upsert.parking.SpilledRows;
import io.portage.upsert.write.TestTarget;
import io.portage.upsert.write.UpsertData;
import io.portage.upsert.write.WriteCounts;
import io.portage.upsert.write.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows that the database refuses for the sake of other rows. */
@ExtendWith(SandboxExtension.class)
class WaitingIT {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock(Instant.parse("2024-09-17T00:00:00Z"));
  private final ParkedRows waiting = new ParkedRows(List.of(), ChangeMerge::merge);
  private TestTarget target;
  private UpsertData given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target = new TestTarget(sandbox, "parent bigint, name text, body text");
    target.execute(
        "ALTER TABLE %1$s ADD FOREIGN KEY (parent) REFERENCES %1$s".formatted(target.table));
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.close();
  }

  private PortageConfig config() {
    return target.config(DeleteMode.SOFT, null, 5_000);
  }

  private ShardWriter shard() {
    return target.shard(config(), clock);
  }

  private static boolean counts(ParkedChanges parkedChanges) {
    return true;
  }

  @Test
  void aChildWaitsForItsParentWhileOthersGoOn() {
    ShardWriter shard = shard();

    WriteResult first =
        shard.write(
            List.of(given.upsert(1L, 1, "parent", 9L), given.upsert(2L, 1, "name", "other")),
            waiting);
    assertThat(target.rows("id")).containsExactly("2");
    assertThat(first.dead()).isEmpty();
    assertThat(first.outcomes()).hasSize(1);
    assertThat(waiting.size()).isEqualTo(1);

    shard.write(List.of(given.upsert(9L, 1, "name", "parent")), waiting);
    clock.move(SECOND);
    WriteResult second = shard.retry(waiting, WaitingIT::counts);

    assertThat(target.rows("id, parent")).containsExactly("1|9", "2|~", "9|~");
    assertThat(second.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(waiting.isEmpty()).isTrue();
  }

  @Test
  void isNotTriedAgainBeforeItsTime() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "parent", 9L)), waiting);
    int before = target.watched.transactions();

    shard.retry(waiting, WaitingIT::counts);

    assertThat(target.watched.transactions()).isEqualTo(before);
    assertThat(waiting.size()).isEqualTo(1);
  }

  @Test
  void whatANewerPartialChangeLacksComesFromTheOlderOneThatWaits() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "name", "one", "body", "first")), waiting);
    shard.write(
        List.of(given.upsert(1L, 2, "parent", 9L, "name", "two", "body", "second")), waiting);
    shard.write(List.of(given.partial(1L, 3, "parent", 9L, "name", "three")), waiting);
    assertThat(target.rows("name, body")).containsExactly("one|first");

    shard.write(List.of(given.upsert(9L, 1)), waiting);
    clock.move(SECOND);
    WriteResult result = shard.retry(waiting, WaitingIT::counts);

    assertThat(
            target.query("SELECT name, body, v IS NOT NULL FROM " + target.table + " WHERE id = 1"))
        .containsExactly("three|second|t");
    assertThat(result.superseded()).isEqualTo(1);
  }

  @Test
  void aPartialRowWaitsForTheRowThatItLacks() {
    ShardWriter shard = shard();
    shard.write(List.of(given.partial(1L, 2, "name", "two")), waiting);
    assertThat(waiting.size()).isEqualTo(1);

    together(target.stranger(config()), given.upsert(1L, 1, "name", "one", "body", "kept"));
    clock.move(SECOND);
    shard.retry(waiting, WaitingIT::counts);

    assertThat(target.rows("name, body")).containsExactly("two|kept");
  }

  @Test
  void anotherRowsUniqueValueIsWaitedFor() {
    target.execute("ALTER TABLE " + target.table + " ADD UNIQUE (name)");
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "name", "taken")), waiting);

    shard.write(List.of(given.upsert(2L, 2, "name", "taken")), waiting);
    assertThat(target.rows("id")).containsExactly("1");
    shard.write(List.of(given.upsert(1L, 3, "name", "given up")), waiting);
    clock.move(SECOND);
    shard.retry(waiting, WaitingIT::counts);

    assertThat(target.rows("id, name")).containsExactly("1|given up", "2|taken");
  }

  @Test
  void aTableThatIsMissingForAWhileIsWaitedFor() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "name", "before")), waiting);
    target.execute("ALTER TABLE " + target.table + " RENAME TO " + target.table + "_away");

    WriteResult away = shard.write(List.of(given.upsert(2L, 1, "name", "meanwhile")), waiting);
    target.execute("ALTER TABLE " + target.table + "_away RENAME TO " + target.table);
    clock.move(SECOND);
    shard.retry(waiting, WaitingIT::counts);

    assertThat(away.dead()).isEmpty();
    assertThat(target.rows("name")).containsExactly("before", "meanwhile");
  }

  @Test
  void whatHasWaitedTooLongIsADeadLetterThatSaysHowLong() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "parent", 9L)), waiting);
    WriteResult result = new WriteResult();
    while (!waiting.isEmpty()) {
      clock.move(SECOND);
      result = shard.retry(waiting, WaitingIT::counts);
    }

    DeadLetter letter = result.dead().get(0);
    assertThat(letter.cause().reason()).isEqualTo(Reason.CONSTRAINT);
    assertThat(letter.cause().sqlState()).isEqualTo("23503");
    assertThat(letter.cause().message()).endsWith("in 60 s").contains("tried ");
    assertThat(letter.attempts()).isEqualTo(1);
  }

  @Test
  void whereThereIsNoRoomLeftRowsAreSpilledAndTakenUpAgain() {
    ShardWriter shard = shard();
    ParkedRows few =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(2, 1 << 20),
            ChangeMerge::merge);
    List<Change> changes = new ArrayList<>();
    for (long id = 0; id < 500; id++) {
      changes.add(
          id % 2 == 0
              ? given.upsert(id, 1, "parent", 1_000L)
              : given.upsert(id, 1, "name", "good"));
    }

    WriteResult first = shard.write(changes, few);
    assertThat(target.query("SELECT count(*) FROM " + target.table)).containsExactly("250");
    assertThat(first.dead()).isEmpty();
    assertThat(few.all()).hasSize(2);
    assertThat(few.spill().rows()).isEqualTo(248);

    shard.write(List.of(given.upsert(1_000L, 1)), few);
    clock.move(SECOND);
    shard.retry(few, WaitingIT::counts);
    List<byte[]> chunks = few.removeChunks();
    few.loadSpilled();
    for (byte[] chunk : chunks) {
      assertThat(shard.retrySpilled(SpilledRows.unpack(chunk), few, WaitingIT::counts).dead())
          .isEmpty();
    }

    assertThat(target.query("SELECT count(*) FROM " + target.table)).containsExactly("501");
    assertThat(few.isEmpty()).isTrue();
  }

  @Test
  void aPartialChangeWaitsBehindAnOlderOneThatIsSpilled() {
    ShardWriter shard = shard();
    ParkedRows none =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(0, 0),
            ChangeMerge::merge);
    shard.write(List.of(given.upsert(1L, 1, "name", "one", "body", "first")), none);
    shard.write(List.of(given.upsert(1L, 2, "parent", 9L, "name", "two", "body", "second")), none);

    shard.write(List.of(given.partial(1L, 3, "name", "three"), given.upsert(9L, 1)), none);
    assertThat(target.rows("name, body")).containsExactly("one|first", "~|~");
    List<byte[]> chunks = none.removeChunks();
    none.loadSpilled();
    chunks.forEach(chunk -> shard.retrySpilled(SpilledRows.unpack(chunk), none, WaitingIT::counts));

    assertThat(target.rows("name, body")).containsExactly("three|second", "~|~");
    assertThat(none.isEmpty()).isTrue();
  }

  @Test
  void timeThatDoesNotCountEndsNoWait() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "parent", 9L)), waiting);
    for (int i = 0; i < 200; i++) {
      clock.move(SECOND);
      assertThat(shard.retry(waiting, parkedChanges -> false).dead()).isEmpty();
    }
    clock.move(Duration.ofSeconds(45));
    assertThat(shard.retry(waiting, WaitingIT::counts).dead()).isEmpty();
    clock.move(Duration.ofSeconds(30));

    assertThat(shard.retry(waiting, WaitingIT::counts).dead()).hasSize(1);
  }

  @Test
  void manyChildrenWithoutParentsCostFewTransactions() {
    ShardWriter shard = shard();
    List<Change> children = new ArrayList<>();
    for (long id = 0; id < 2_000; id++) {
      children.add(given.upsert(id, 1, "parent", 5_000L));
    }
    shard.write(List.of(given.upsert(6_000L, 1)), waiting);
    int before = target.watched.transactions();

    shard.write(children, waiting);
    assertThat(target.watched.transactions() - before).isLessThan(5);
    assertThat(waiting.size()).isEqualTo(2_000);

    shard.write(List.of(given.upsert(5_000L, 1)), waiting);
    clock.move(SECOND);
    before = target.watched.transactions();
    WriteResult result = shard.retry(waiting, WaitingIT::counts);

    assertThat(result.counts()).isEqualTo(new WriteCounts(2_000, 0, 0));
    assertThat(target.watched.transactions() - before).isEqualTo(1);
  }
}
