package io.portage.upsert;

import static io.portage.upsert.write.TestTarget.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.DeadLetter;
import io.portage.sink.WriteResult;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.write.SelfReferencingCase;
import io.portage.upsert.write.TestTarget;
import io.portage.upsert.write.UpsertData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last attempts of parked rows, and rows that are parked untried. */
class LastAttemptIT extends SelfReferencingCase {
  private static final Duration SECOND = Duration.ofSeconds(1);

  LastAttemptIT() {
    super("name text, body text");
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

  /** Every batch has one row, so that a child is written before its parent. */
  private ShardWriter shardOfSingleRows() {
    return target.shard(target.config(DeleteMode.SOFT, null, 1), clock);
  }

  @Test
  void rowsThatNeedEachOtherAreWrittenByTheirLastAttempt() {
    ShardWriter shard = shardOfSingleRows();
    shard.write(
        List.of(
            given.upsert(1L, 1, "parent", 2L),
            given.upsert(2L, 1, "parent", 3L),
            given.upsert(3L, 1, "parent", 9L),
            given.upsert(4L, 1, "parent", 99L)),
        parked);
    clock.move(Duration.ofMinutes(1));
    together(target.otherProcess(config()), given.upsert(9L, 1));

    WriteResult result = shard.retry(parked, LastAttemptIT::counts);

    assertThat(target.rows("id")).containsExactly("1", "2", "3", "9");
    assertThat(result.dead()).extracting(DeadLetter::id).hasSize(1);
    assertThat(result.dead().get(0).change().key().get(0)).isEqualTo(4L);
    assertThat(parked.isEmpty()).isTrue();
  }

  @Test
  void aLastAttemptIncludesParkedRowsThatAreNotDue() {
    ShardWriter shard = shardOfSingleRows();
    shard.write(List.of(given.upsert(1L, 1, "parent", 2L)), parked);
    clock.move(Duration.ofMillis(59_800));
    shard.write(List.of(given.upsert(2L, 1, "parent", 3L)), parked);
    clock.move(Duration.ofMillis(200));
    together(target.otherProcess(config()), given.upsert(3L, 1));

    WriteResult result = shard.retry(parked, LastAttemptIT::counts);

    assertThat(result.dead()).isEmpty();
    assertThat(target.rows("id")).containsExactly("1", "2", "3");
  }

  @Test
  void withoutATimeLimitRowsOfOneBatchThatNeedEachOtherAreWritten() {
    PortageConfig config = target.config(DeleteMode.SOFT, null, 1);
    ShardWriter shard =
        target.shard(
            TestTarget.with(
                config.target().withParking(config.target().parking().within(Duration.ZERO, 100)),
                config),
            clock);

    WriteResult result =
        shard.write(
            List.of(
                given.upsert(1L, 1, "parent", 2L),
                given.upsert(2L, 1, "parent", 3L),
                given.upsert(3L, 1),
                given.upsert(4L, 1, "parent", 99L)),
            parked);

    assertThat(target.rows("id")).containsExactly("1", "2", "3");
    assertThat(result.dead()).hasSize(1);
    assertThat(parked.isEmpty()).isTrue();
  }

  @Test
  void theTimeLimitOfTheNextChangeBeginsWhenTheFirstIsADeadLetter() {
    ShardWriter shard = shard();
    Change next =
        given.change(
            Op.UPSERT,
            1L,
            UpsertData.withKey(1L, "parent", 9L),
            RowLineage.fullRowMovedHere(UpsertData.v(5)));
    shard.write(List.of(given.upsert(1L, 1, "parent", 99L)), parked);
    clock.move(Duration.ofSeconds(59));
    shard.write(List.of(next), parked);
    clock.move(SECOND);

    WriteResult first = shard.retry(parked, LastAttemptIT::counts);
    assertThat(first.dead())
        .extracting(one -> one.change().version())
        .containsExactly(UpsertData.v(1));
    assertThat(parked.size()).isEqualTo(1);
    shard.write(List.of(given.upsert(9L, 1)), parked);
    clock.move(SECOND);
    WriteResult second = shard.retry(parked, LastAttemptIT::counts);

    assertThat(second.dead()).isEmpty();
    assertThat(target.rows("id, parent")).containsExactly("1|9", "9|~");
  }

  @Test
  void aSpilledRowStaysParkedUntilItsLastAttempt() {
    ShardWriter shard = shard();
    shard.write(List.of(given.upsert(1L, 1, "parent", 9L)), parked);
    List<ParkedChanges> spilled = parked.removeIf(parkedChanges -> true);
    clock.move(Duration.ofMinutes(2));

    assertThat(shard.retrySpilled(spilled, parked, LastAttemptIT::counts, false).dead()).isEmpty();
    assertThat(parked.size()).isEqualTo(1);
    List<ParkedChanges> again = parked.removeIf(parkedChanges -> true);
    assertThat(shard.retrySpilled(again, parked, LastAttemptIT::counts, true).dead()).hasSize(1);
    assertThat(parked.isEmpty()).isTrue();
  }

  /** A trigger rejects the rows, so that no query can find them. */
  @Test
  void rejectedRowsThatUseUpTheSearchesDelayOthersOnlyForAShortTime() {
    target.execute("ALTER TABLE %1$s DROP CONSTRAINT circle".formatted(target.table));
    rejectNames("NEW.name LIKE 'bad%'");
    target.execute(
        "CREATE TRIGGER rejects BEFORE INSERT ON %1$s FOR EACH ROW EXECUTE FUNCTION %1$s_reject()"
            .formatted(target.table));
    ShardWriter shard = shard();
    List<Change> changes = new ArrayList<>();
    for (long id = 0; id < 120; id++) {
      changes.add(given.upsert(id, 1, "name", (id < 80 || id % 2 == 0 ? "bad" : "good") + id));
    }

    List<DeadLetter> dead = new ArrayList<>(shard.write(changes, parked).dead());
    assertThat(target.rows("name")).hasSizeLessThan(20);
    for (int i = 0; i < 4; i++) {
      clock.move(SECOND);
      dead.addAll(shard.retry(parked, parkedChanges -> false).dead());
    }
    assertThat(target.rows("name")).hasSize(20).allMatch(name -> name.startsWith("good"));
    assertThat(parked.size()).isEqualTo(100);

    rejectNames("NEW.name LIKE 'bad%' AND NEW.name <> 'bad118'");
    for (int i = 0; i < 4; i++) {
      clock.move(Duration.ofSeconds(11));
      dead.addAll(shard.retry(parked, parkedChanges -> false).dead());
    }
    assertThat(target.rows("name")).hasSize(21).contains("bad118");
    assertThat(dead).isEmpty();
    target.execute("DROP FUNCTION " + target.table + "_reject CASCADE");
  }

  private void rejectNames(String condition) {
    target.execute(
        ("CREATE OR REPLACE FUNCTION %s_reject() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF %s THEN RAISE foreign_key_violation; END IF; RETURN NEW; END $$")
            .formatted(target.table, condition));
  }
}
