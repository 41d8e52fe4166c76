package io.portage.launcher.contract;

import static io.portage.launcher.contract.ReplayJob.LACKING;
import static io.portage.launcher.contract.ReplayJob.logged;
import static io.portage.launcher.contract.ReplayJob.move;
import static io.portage.launcher.contract.ReplayJob.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.contract.ReplayJob.Form;
import io.portage.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Replays send dead letters through the pipeline and its guard, and report an outcome per dead
 * letter.
 */
public abstract class ReplayContract extends OnARunner {
  private static final String WIDEN = "ALTER TABLE %s ALTER COLUMN name TYPE text";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void appliesALetterWhenItsColumnIsMendedAndResolvesIt(Form form, Sandbox sandbox)
      throws Exception {
    ReplayJob job = job(sandbox, form);
    job.carry(upsert(1, "fits", "a", 1), upsert(2, "much too long", "b", 2));
    Map<Integer, Long> committed = job.job.committed();
    job.sql(WIDEN);

    String report = job.replay();

    assertThat(report).startsWith("0\n").containsPattern(job.id(1) + " .* applied\n");
    assertThat(job.rows()).containsExactly("1 fits a", "2 much too long b");
    assertThat(job.letters("list")).startsWith("0\n0 dead letters; 1 resolved in total");
    assertThat(job.letters("list", "--all", "--ids")).containsPattern(job.id(1) + " .* applied ");
    assertThat(job.job.committed()).isEqualTo(committed);
  }

  @ParameterizedTest
  @EnumSource
  void isALetterOfTheSameIdWithOneAttemptMoreWhenItFailsAgain(Form form, Sandbox sandbox)
      throws Exception {
    ReplayJob job = job(sandbox, form);
    job.carry(upsert(1, "much too long", "a", 1), "{not json");

    String report = job.replay();

    assertThat(report)
        .startsWith("4\n")
        .containsPattern(job.id(0) + " .* dead again: Normalize DOES_NOT_FIT, attempt 2: ")
        .containsPattern(job.id(1) + " .* dead again: Decode MALFORMED, attempt 2: ");
    assertThat(job.letters("list", "--ids", "--id=" + job.id(0)))
        .containsPattern(
            job.id(0) + " +Normalize +DOES_NOT_FIT +\\S+_table +name +- +2 .* unresolved ");
    assertThat(job.letters("list")).contains("2 dead letters.");
  }

  @Test
  void rejectsADeadLetterWithTooManyAttempts(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.carry(upsert(1, "much too long", "a", 1));
    job.replay("--max-attempts=2");

    String report = job.replay("--max-attempts=2");

    assertThat(report)
        .startsWith("4\n" + job.id(0) + " is refused: it was replayed 2 times")
        .contains("There is nothing to replay.");
    assertThat(job.letters("list", "--ids")).containsPattern(job.id(0) + " .* 2 ");
  }

  @Test
  void isIdempotent(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.carry(upsert(1, "much too long", "a", 1));
    job.sql(WIDEN);
    job.replay();

    assertThat(job.replay()).startsWith("0\n").contains("There is nothing to replay.");
    assertThat(job.replay("--all")).startsWith("0\n").containsPattern(job.id(0) + ".* duplicate");
    assertThat(job.rows()).containsExactly("1 much too long a");
  }

  /** A newer row in the target must not be overwritten by the replay of an older change. */
  @Test
  void neverOverwritesANewerRow(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.carry(upsert(1, "much too long", "a", 1), upsert(1, "new", "b", 2));
    job.sql(WIDEN);

    String report = job.replay();

    assertThat(report).startsWith("0\n").containsPattern(job.id(0) + ".* refused by a newer row; ");
    assertThat(job.rows()).containsExactly("1 new b");
    assertThat(job.letters("list", "--all")).contains("stale");
  }

  @Test
  void namesTheColumnsThatANewerPartialRowLeftUnchanged(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.configure("debezium-json", "");
    job.carry(logged(1, "one", "A", 100));
    job.carry(logged(1, "two, long", "B", 200));
    job.carry(logged(1, "two", LACKING, 300), logged(2, "x", "y", 400));
    job.sql(WIDEN);
    job.sql("UPDATE %s SET name = 'two, long' WHERE id = 1");

    String report = job.replay();

    assertThat(report)
        .contains(
            "refused by a newer row; columns body differ: if the newer change lacked them, they"
                + " still have an older value");
    assertThat(job.rows()).containsExactly("1 two, long A", "2 x y");
  }

  @Test
  void needsNoRecordInTheTopic(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.KAFKA);
    job.carry(upsert(1, "much too long", "a", 1));
    try (Admin admin = admin(sandbox)) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(job.job.topic(), 0), RecordsToDelete.beforeOffset(1)))
          .all()
          .get();
    }
    job.sql(WIDEN);

    assertThat(job.replay()).startsWith("0\n").containsPattern(job.id(0) + " .* applied\n");
    assertThat(job.rows()).containsExactly("1 much too long a");
  }

  @Test
  void mergesTheDeadLettersOfOneKeyAndNamesTheSupersedingOne(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.sql("ALTER TABLE %s ADD CONSTRAINT short CHECK (length(body) < 3)");
    job.configure(
        "envelope-json", "columns: {id: {}, name: {}, body: {value: \"row.body + '!'\"}}");
    job.carry(upsert(1, "one", "first", 1));
    job.carry(upsert(1, "two", "second", 2));
    assertThat(job.letters("list")).containsPattern("Upsert +CONSTRAINT .* 2 ");
    job.sql("ALTER TABLE %s DROP CONSTRAINT short");

    String report = job.replay();

    assertThat(report)
        .startsWith("0\n")
        .containsPattern(job.id(0) + " .* superseded by " + job.id(1))
        .containsPattern(job.id(1) + " .* applied\n");
    assertThat(job.rows()).containsExactly("1 two second!");
    assertThat(job.letters("list")).startsWith("0\n0 dead letters");
  }

  @Test
  void completesAPartialRowFromAnotherDeadLetter(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.configure("debezium-json", "");
    job.sql("ALTER TABLE %s ADD CONSTRAINT short CHECK (length(body) < 3)");
    job.carry(logged(1, "one", "BODY", 100));
    job.carry(logged(1, "two", LACKING, 200));
    assertThat(job.letters("list")).contains("CONSTRAINT", "ROW_MISSING");
    job.sql("ALTER TABLE %s DROP CONSTRAINT short");

    assertThat(job.replay()).startsWith("0\n").containsPattern(job.id(1) + " .* applied\n");
    assertThat(job.rows()).containsExactly("1 two BODY");
  }

  @Test
  void aChangeThatIsDeadAgainContainsItsMergedChanges(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.sql("ALTER TABLE %s ADD CONSTRAINT short CHECK (length(body) < 3)");
    job.carry(upsert(1, "one", "first", 1));
    job.carry(upsert(1, "two", "second", 2));

    String report = job.replay();

    assertThat(report)
        .startsWith("4\n")
        .containsPattern(job.id(0) + " .* superseded by " + job.id(1) + ", which is dead again")
        .containsPattern(job.id(1) + " .* dead again: Upsert CONSTRAINT, attempt 2: ");
    assertThat(job.letters("list")).contains("1 dead letter; 1 resolved in total");
  }

  @Test
  void replaysTheDeadHalfOfAKeyChange(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.carry(upsert(1, "one", "a", 1), move(1, 2, "much too long", 2));
    assertThat(job.rows()).isEmpty();
    job.sql(WIDEN);

    String report = job.replay();

    assertThat(report).startsWith("0\n").containsPattern(job.id(1) + "#upsert .* applied\n");
    assertThat(job.rows()).containsExactly("2 much too long \\N");
  }

  @Test
  void appliesALateChange(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.configure("envelope-json", "", "latest: {late: dead-letter}");
    job.carry(upsert(1, "late", "a", 1_000), upsert(2, "old", "b", 1));
    assertThat(job.letters("list")).containsPattern("Latest +LATE");

    assertThat(job.replay()).startsWith("0\n").containsPattern(job.id(1) + " .* applied\n");
    assertThat(job.rows()).containsExactly("1 late a", "2 old b");
  }

  @Test
  void appliesATruncateAfterAChangeOfTheConfiguration(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.carry(
        upsert(1, "old", "a", 1),
        "{\"op\":\"t\",\"timestamp_ms\":1726531202000}",
        upsert(2, "new", "b", 3));
    assertThat(job.letters("list")).containsPattern("Normalize +TRUNCATE");
    job.configure("envelope-json", "truncate: apply");

    assertThat(job.replay()).startsWith("0\n").containsPattern(job.id(1) + " .* applied\n");
    assertThat(job.rows()).containsExactly("2 new b");
  }

  @Test
  void enrichesADeadLetterOfEnrichAgain(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.configure(
        "envelope-json", "columns: {id: {}, name: {}, body: {value: \"row.body.split('@')[1]\"}}");
    job.carry(upsert(1, "one", "nothing", 1));
    assertThat(job.letters("list")).containsPattern("Enrich +EXPRESSION_FAILED +body");
    job.configure(
        "envelope-json", "columns: {id: {}, name: {}, body: {value: \"row.body + '!'\"}}");

    assertThat(job.replay("--stage=enrich")).startsWith("0\n").contains("applied");
    assertThat(job.rows()).containsExactly("1 one nothing!");
  }

  @Test
  void findsDeadLettersThatWereTooLargeForTheTopic(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.KAFKA);
    try (Admin admin = admin(sandbox)) {
      ConfigResource topic =
          new ConfigResource(ConfigResource.Type.TOPIC, job.job.topic() + "_dlq");
      AlterConfigOp small =
          new AlterConfigOp(new ConfigEntry("max.message.bytes", "2000"), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(topic, List.of(small))).all().get();
    }
    String noise =
        new Random(1)
            .ints(9_000, 'a', 'z' + 1)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    job.carry(upsert(1, noise, "a", 1));
    assertThat(job.spill()).isNotEmptyDirectory();
    assertThat(job.letters("show", "--id=" + job.id(0))).contains(noise);
    job.sql(WIDEN);

    assertThat(job.replay("--reason=DOES_NOT_FIT")).startsWith("0\n").contains("applied");
    assertThat(job.rows()).containsExactly("1 " + noise + " a");
    assertThat(job.letters("list")).startsWith("0\n0 dead letters; 1 resolved in total");
  }

  @Test
  void doesNothingWithoutYes(Sandbox sandbox) throws Exception {
    ReplayJob job = job(sandbox, Form.FILES);
    job.carry(upsert(1, "much too long", "secret", 1));
    job.sql(WIDEN);

    assertThat(job.letters("replay"))
        .startsWith("0\n")
        .contains("1 dead letter would be replayed: add --yes to start.")
        .doesNotContain("secret");
    assertThat(job.letters("replay", "--yes", "--id=nobody"))
        .startsWith("2\n")
        .contains("no dead letter has the id nobody");
    assertThat(job.letters("list")).contains("1 dead letter.").doesNotContain("secret");
    assertThat(job.letters("show", "--id=" + job.id(0))).contains("\"body\" : \"secret\"");
    assertThat(job.rows()).isEmpty();
  }

  private ReplayJob job(Sandbox sandbox, Form form) throws Exception {
    return ReplayJob.create(sandbox, engine(), folder, form);
  }

  private static Admin admin(Sandbox sandbox) {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, sandbox.bootstrapServers()));
  }
}
