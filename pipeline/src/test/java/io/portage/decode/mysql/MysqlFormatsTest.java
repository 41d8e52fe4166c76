package io.portage.decode.mysql;

import static io.portage.decode.DecodeFixtures.envelope;
import static io.portage.decode.DecodeFixtures.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.VersionOrder;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.event.Envelope;
import io.portage.model.event.Envelopes;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import io.portage.model.event.SourceLog;
import io.portage.model.event.SourceNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of Maxwell and of Canal. */
class MysqlFormatsTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_449_786_341);

  private final Format maxwell = new MaxwellConfig().create("?");
  private final Format canal = new CanalConfig().create("?");

  @Test
  void readsAnUpdateOfMaxwell() {
    String update =
        """
        {"database":"shop","table":"users","type":"update","ts":1449786341,"xid":940786,
         "xoffset":3,"position":"master.000006:800911","gtid":"53c1:77","server_id":23042,
         "commit":true,"data":{"id":2,"name":"Kim","price":1.10},"old":{"id":1,"name":null}}""";

    Envelope expected =
        Envelopes.named(
            new Envelope(
                    "u",
                    "shop.users",
                    image("id", 1L, "name", null, "price", new BigDecimal("1.10")),
                    image("id", 2L, "name", "Kim", "price", new BigDecimal("1.10")),
                    TIME,
                    SourcePosition.ofBinlog(6, 800_911, 3))
                .with(new SourceLog("maxwell", "", "53c1:77", TIME, true), null),
            new SourceNames("shop", null, "users"));
    assertThat(envelope(maxwell, update)).isEqualTo(expected);
    assertThat(envelope(SerializableUtils.ensureSerializable(maxwell), update)).isEqualTo(expected);
  }

  @Test
  void readsTheOtherOperationsOfMaxwell() {
    Envelope insert = envelope(maxwell, maxwell("insert"));
    Envelope delete = envelope(maxwell, maxwell("delete"));
    Envelope bootstrap = envelope(maxwell, maxwell("bootstrap-insert"));

    assertThat(insert.op()).isEqualTo("c");
    assertThat(insert.after()).isEqualTo(image("id", 1L));
    assertThat(insert.hint()).contains("output_binlog_position");
    assertThat(delete.op()).isEqualTo("d");
    assertThat(delete.before()).isEqualTo(image("id", 1L));
    assertThat(delete.after()).isNull();
    assertThat(bootstrap.op()).isEqualTo("r");
    assertThat(bootstrap.position()).isNull();
    assertThat(envelope(maxwell, maxwell("table-alter")).op()).isEqualTo(Envelope.SCHEMA_CHANGE);
    assertThat(envelope(maxwell, maxwell("other")).op()).isEqualTo(Envelope.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"master.000006", "800911", "master.x:1", "master.1:-5", ":"})
  void rejectsWhatIsNoPosition(String text) {
    assertThat(
            problem(
                maxwell,
                maxwell("insert").replace("\"ts\"", "\"position\":\"%s\",\"ts\"".formatted(text))))
        .startsWith("position is not a place in a binlog file");
  }

  private static String maxwell(String type) {
    return "{\"database\":\"shop\",\"table\":\"users\",\"type\":\"%s\",\"ts\":1449786341,\"data\":{\"id\":1}}"
        .formatted(type);
  }

  @Test
  void readsAnUpdateOfCanal() {
    Envelope update =
        envelope(
            canal,
            canal("UPDATE", "[{\"id\":\"2\",\"name\":\"Zoë\",\"photo\":\"\\u0000ÿ\"}]")
                .replace("\"old\":null", "\"old\":[{\"id\":\"1\",\"photo\":\"a\"}]"));

    assertThat(update.op()).isEqualTo("u");
    assertThat(update.table()).isEqualTo("shop.users");
    assertThat(update.names()).isEqualTo(new SourceNames("shop", null, "users"));
    assertThat(update.changeTime()).isEqualTo(TIME);
    Image after = Objects.requireNonNull(update.after());
    Image before = Objects.requireNonNull(update.before());
    assertThat(after.row().get("id")).isEqualTo("2");
    assertThat(after.row().get("name")).isEqualTo("Zoë");
    assertThat((byte[]) after.row().get("photo")).containsExactly(0, -1);
    assertThat(before.row().get("id")).isEqualTo("1");
    assertThat(before.row().get("name")).isEqualTo("Zoë");
    assertThat((byte[]) before.row().get("photo")).containsExactly('a');
  }

  @Test
  void readsTheOtherOperationsOfCanal() {
    Envelope delete = envelope(canal, canal("DELETE", "[{\"id\":\"1\"}]"));
    Envelope truncate =
        envelope(canal, canal("TRUNCATE", "null").replace("\"isDdl\":false", "\"isDdl\":true"));
    Envelope ddl =
        envelope(canal, canal("ALTER", "null").replace("\"isDdl\":false", "\"isDdl\":true"));

    assertThat(envelope(canal, canal("INSERT", "[{\"id\":\"1\"}]")).op()).isEqualTo("c");
    assertThat(delete.before()).isEqualTo(image("id", "1"));
    assertThat(delete.after()).isNull();
    assertThat(truncate.op()).isEqualTo("t");
    assertThat(truncate.table()).isEqualTo("shop.users");
    assertThat(ddl.op()).isEqualTo(Envelope.SCHEMA_CHANGE);
    assertThat(envelope(canal, canal("QUERY", "null")).op()).isEqualTo(Envelope.NONE);
  }

  @Test
  void rejectsWhatIsNoMessageOfCanal() {
    assertThat(problem(canal, canal("INSERT", "[]"))).isEqualTo("data has no row");
    assertThat(problem(canal, canal("INSERT", "[{\"x\":\"1\"}]")))
        .isEqualTo("mysqlType has no type for data column x");
    assertThat(problem(canal, canal("INSERT", "[{\"photo\":\"\\u4e2d\"}]")))
        .isEqualTo("data column photo: not bytes in ISO 8859-1");
    assertThat(problem(canal, "{\"type\":\"INSERT\",\"data\":[{\"id\":\"1\"}]}"))
        .startsWith("there is no mysqlType");
    assertThat(problem(canal, "[]")).isNotEmpty();
    assertThat(problem(canal, "{} x")).isNotEmpty();
  }

  @Test
  void checksTheConfiguration() {
    assertThat(new CanalConfig().orderProblem(VersionOrder.POSITION)).isPresent();
    assertThat(new CanalConfig().orderProblem(VersionOrder.TIME)).isEmpty();
    assertThat(new MaxwellConfig().tableProblem("users", List.of())).isPresent();
    assertThat(new MaxwellConfig().tableProblem("shop.users", List.of())).isEmpty();
  }

  private static String canal(String type, String data) {
    return """
        {"data":%s,"database":"shop","es":1449786341000,"gtid":"","id":7,"isDdl":false,
         "mysqlType":{"id":"int(11) unsigned","name":"varchar(20)","photo":"varbinary(9)"},
         "old":null,"pkNames":["id"],"sql":"","sqlType":{"id":4,"name":12,"photo":-3},
         "table":"users","ts":1449786342000,"type":"%s"}"""
        .formatted(data, type);
  }

  private static Image image(Object... namesAndValues) {
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      names.add((String) namesAndValues[i]);
      values.add(namesAndValues[i + 1]);
    }
    return new Image(Row.of(Columns.of(names), values.toArray()), Set.of());
  }
}
