package io.portage.launcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlinkMetricNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Read.read",
        "Upsert.table.public_users.applied",
        "Upsert.table.a_le_1.lag.ms.le.60000",
        "Upsert.table.users.lag.ms.sum",
        "Normalize.table.users.drift.unknownColumn",
        "Normalize.table.a_drift.dead",
        "Upsert.write.ms.count",
        "Upsert.batch.rows.le.1000",
        "DeadLetter.dead.Normalize.DOES_NOT_FIT",
        "Normalize.ignored.control_record",
        "Upsert.retries.40P01",
        "Upsert.parkedRows.dependency",
        "Upsert.table.public_orders.parkedRows.orders_customer_applied",
        "Upsert.table.orders.unparked.orders_customer_fk"
      })
  void hasItsDotsAgain(String name) {
    assertThat(FlinkMetricName.of("Upsert/Write.portage_" + name.replace('.', '_'))).contains(name);
  }

  @Test
  void allDocumentedNamesHaveAForm() throws Exception {
    String documented = Files.readString(Path.of("../../pipeline/docs/metrics.md"));
    Matcher names =
        Pattern.compile(
                "`((?:Read|Normalize|Upsert|DeadLetter|Decode|Commit|Latest|Enrich)\\.[^`]+)`")
            .matcher(documented);
    List<String> all =
        names
            .results()
            .map(found -> found.group(1).replaceAll("<bound>", "5").replaceAll("<\\w+>", "Name"))
            .distinct()
            .toList();

    assertThat(all).hasSizeGreaterThan(30);
    assertThat(all)
        .allSatisfy(
            name ->
                assertThat(FlinkMetricName.of("Step.portage_" + name.replace('.', '_')))
                    .contains(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"numRecordsOut", "Read/Unpack.numBytesOut", "Step.portage_", "Step.portage_x"})
  void othersAreNotOurs(String id) {
    assertThat(FlinkMetricName.of(id)).isEmpty();
  }
}
