package io.portage.decode.debezium;

import static io.portage.decode.DecodeFixtures.PLACEHOLDER;
import static io.portage.decode.DecodeFixtures.envelope;
import static io.portage.decode.DecodeFixtures.payload;
import static io.portage.decode.DecodeFixtures.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Positions of SQL Server and Oracle, from source blocks as their connectors write them. */
class OtherPositionsTest {
  private final Format format = new DebeziumJson(PLACEHOLDER, EnvelopeSettings.DEFAULT);

  @Test
  void ordersSqlServerByCommitThenByChangeThenBySerialNumber() {
    List<SourcePosition> ascending =
        List.of(
            sqlServer("u", "00000027:00000758:0005", "00000027:00000758:0003", "1"),
            sqlServer("u", "00000027:00000758:0005", "00000027:00000758:0003", "2"),
            sqlServer("u", "00000027:00000758:0005", "00000027:00000758:000a", "1"),
            sqlServer("r", "00000027:00000758:0005", "NULL", null),
            // Written before the snapshot, committed after it.
            sqlServer("u", "00000027:00000758:0007", "00000026:00000001:0001", "1"),
            sqlServer("u", "00000027:00000758:0007", "00000026:00000ac0:0002", "1"),
            sqlServer("u", "00000027:00000758:0007", "00000027:00000001:0001", "1"),
            sqlServer("u", "00000027:00000ac0:0002", "00000027:00000ac0:0001", "1"),
            sqlServer("d", "00000100:00000001:0001", "00000100:00000001:0001", "1"),
            sqlServer("u", "90000000:00000001:0001", "90000000:00000001:0001", "1"));

    assertAscending(ascending);
  }

  @Test
  void changesBeyondThePlacesOfSqlServerShareAPlace() {
    assertThat(sqlServer("u", "00000099:00000001:0001", "00000001:00000001:0001", "1"))
        .isEqualTo(sqlServer("u", "00000099:00000001:0001", "00000002:00000001:0001", "2"));
    assertAscending(
        List.of(
            sqlServer("u", "00000099:00000001:0001", "00000002:ffffffff:ffff", "9"),
            sqlServer("u", "00000099:00000001:0001", "00000099:00000001:0001", "900"),
            sqlServer("u", "00000099:00000001:0001", "00000099:00000001:ffff", "1"),
            sqlServer("u", "00000099:00000001:0001", "00000099:ffffffff:0001", "1"),
            sqlServer("r", "00000099:00000001:0001", "NULL", null)));
  }

  @Test
  void rejectsTextThatIsNoLsnOfSqlServer() {
    assertThat(problem(format, event("u", sqlServerSource("27:758:5", "NULL", null))))
        .isEqualTo("source.commit_lsn is not an LSN of SQL Server");
    assertThat(
            problem(
                format,
                event(
                    "u",
                    sqlServerSource("00000027:00000758:0005", "00000028:00000758:0005", null))))
        .isEqualTo("source.change_lsn is after source.commit_lsn");
  }

  @Test
  void ordersOracleByCommitThenByChange() {
    assertAscending(
        List.of(
            oracle("u", "2122180", "2122185"),
            oracle("u", "2122181", "2122185"),
            oracle("r", "2122185", null),
            oracle("u", "2122100", "2122186"),
            oracle("u", "9", "9223372036854775807"),
            oracle("u", "9", "9223372036854775808")));
    assertThat(problem(format, event("u", oracleSource("x", "7"))))
        .isEqualTo("source.scn is not a system change number");
    assertThat(envelope(format, event("u", oracleSource("7", null))).position()).isNull();
  }

  @Test
  void namesTheConnectorWhosePositionsAreNotRead() {
    String source = "{\"connector\":\"mongodb\",\"db\":\"a\",\"table\":\"b\",\"ts_ms\":5}";

    assertThat(envelope(format, event("u", source)).hint())
        .isEqualTo("positions of the connector mongodb are not read: set tables[].order: time");
  }

  private static void assertAscending(List<SourcePosition> positions) {
    List<Version> versions = new ArrayList<>();
    positions.forEach(position -> versions.add(Version.of(0, position, 0, 0)));
    for (int i = 1; i < versions.size(); i++) {
      assertThat(versions.get(i).isAfter(versions.get(i - 1))).as("place %s", i).isTrue();
    }
  }

  private SourcePosition sqlServer(String op, String commit, String change, String serial) {
    Envelope envelope = envelope(format, event(op, sqlServerSource(commit, change, serial)));
    assertThat(envelope.table()).isEqualTo("dbo.customers");
    return envelope.position();
  }

  private static String sqlServerSource(String commit, String change, String serial) {
    return """
        {"version":"3.6.0.Final","connector":"sqlserver","name":"server1","ts_ms":1559729468470,
         "snapshot":"false","db":"testDB","sequence":null,"ts_us":1559729468470948,
         "ts_ns":1559729468470948000,"schema":"dbo","table":"customers",
         "change_lsn":"%s","commit_lsn":"%s","event_serial_no":%s}"""
        .formatted(change, commit, serial);
  }

  private SourcePosition oracle(String op, String scn, String commit) {
    Envelope envelope = envelope(format, event(op, oracleSource(scn, commit)));
    assertThat(envelope.table()).isEqualTo("DEBEZIUM.CUSTOMERS");
    return envelope.position();
  }

  private static String oracleSource(String scn, String commit) {
    return """
        {"version":"3.6.0.Final","connector":"oracle","name":"server1","ts_ms":1520085154000,
         "snapshot":"false","db":"ORCLPDB1","sequence":null,"ts_us":1520085154000000,
         "ts_ns":1520085154000000000,"schema":"DEBEZIUM","table":"CUSTOMERS",
         "txId":"6.28.807","scn":"%s","commit_scn":%s,"lcr_position":null,
         "rs_id":"001234.00012345.0124","ssn":1,"redo_thread":1,"user_name":"user",
         "row_id":"AAASgjAAMAAAACnAAA"}"""
        .formatted(scn, commit == null ? "null" : "\"" + commit + "\"");
  }

  private static String event(String op, String source) {
    return payload(op, "null", "{\"id\":1}", source);
  }
}
