package io.portage.decode.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.decode.MalformedException;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourcePositionParserTest {
  @Test
  void comparesLogPositionsAsNumbersAndNotAsText() throws MalformedException {
    assertThat(version(postgres("[\"100\",\"159\"]")))
        .isLessThan(version(postgres("[\"100\",\"256\"]")));
    assertThat(version(postgres("[\"9\",\"10\"]"))).isLessThan(version(postgres("[\"10\",\"9\"]")));
    assertThat(version(SourcePositionParser.binlog("b.999999", 4L, 0L)))
        .isLessThan(version(SourcePositionParser.binlog("b.1000000", 4L, 0L)));
    assertThat(version(SourcePositionParser.binlog("b.1", 9L, 0L)))
        .isLessThan(version(SourcePositionParser.binlog("b.1", 10L, 0L)));
    assertThat(version(SourcePositionParser.binlog("b.1", 10L, 9L)))
        .isLessThan(version(SourcePositionParser.binlog("b.1", 10L, 10L)));
  }

  @Property
  void ordersUnsignedNumbers(@ForAll long one, @ForAll long other) throws MalformedException {
    SourcePosition first = postgres(pair(Long.toUnsignedString(one)));
    SourcePosition second = postgres(pair(Long.toUnsignedString(other)));

    assertThat(Integer.signum(version(first).compareTo(version(second))))
        .isEqualTo(Integer.signum(Long.compareUnsigned(one, other)));
    assertThat(postgres(pair(Long.toString(one)))).isEqualTo(first);
  }

  @Test
  void usesTheOwnLsnForAMissingCommitLsn() throws MalformedException {
    assertThat(postgres("[null,\"24023128\"]"))
        .isEqualTo(SourcePosition.ofPostgres(24023128, 24023128));
    assertThat(postgres("", 7L, "")).isEqualTo(SourcePosition.ofPostgres(7, 7));
    assertThat(postgres("[ \"5\" , null ]")).isEqualTo(SourcePosition.ofPostgres(5, 0));
    assertThat(postgres("[5,6]")).isEqualTo(SourcePosition.ofPostgres(5, 6));
    assertThat(postgres("[null,null]")).isNull();
    assertThat(postgres("", null, "")).isNull();
  }

  @Test
  void ordersRecordsOfOneSequenceByTheirOwnLsn() throws MalformedException {
    assertThat(postgres("[\"500\",\"500\"]", 510L, ""))
        .isEqualTo(SourcePosition.ofPostgres(500, 510));
  }

  @Test
  void prefersTheTransactionsOwnCommitToTheLastOne() throws MalformedException {
    SourcePosition position = postgres("[\"500\",\"510\"]", 510L, "600");

    assertThat(position).isEqualTo(SourcePosition.ofPostgres(600, 510));
    assertThatThrownBy(() -> postgres("", 510L, "0/9F")).isInstanceOf(MalformedException.class);
  }

  @Test
  void ignoresTheLsnOfASnapshot() throws MalformedException {
    assertThat(snapshot("[\"400\",\"500\"]", 500L, false))
        .isEqualTo(SourcePosition.ofPostgres(400, 0));
    assertThat(snapshot("[null,\"500\"]", 500L, false)).isEqualTo(SourcePosition.SNAPSHOT);
    assertThat(snapshot("", 500L, false)).isEqualTo(SourcePosition.SNAPSHOT);
    assertThat(snapshot("", null, false)).isNull();
    assertThat(snapshot("[\"400\",\"500\"]", 500L, true))
        .isEqualTo(SourcePosition.ofPostgres(400, 0));
    assertThat(snapshot("[null,\"500\"]", 500L, true)).isNull();
  }

  @Test
  void hasNoBinlogPositionWithoutAFile() throws MalformedException {
    assertThat(SourcePositionParser.binlog("", 4L, 0L)).isNull();
    assertThat(SourcePositionParser.binlog("b.1", null, 0L)).isNull();
    assertThat(SourcePositionParser.binlog("a.b.7", 4L, null))
        .isEqualTo(SourcePosition.ofBinlog(7, 4, 0));
  }

  private static String pair(String lsn) {
    return "[\"1\",\"" + lsn + "\"]";
  }

  private static @Nullable SourcePosition postgres(String sequence) throws MalformedException {
    return postgres(sequence, null, "");
  }

  private static @Nullable SourcePosition postgres(
      String sequence, @Nullable Long lsn, String commitLsn) throws MalformedException {
    return SourcePositionParser.postgres(
        SourcePositionParser.PostgresPositions.of(sequence, lsn, commitLsn));
  }

  private static @Nullable SourcePosition snapshot(
      String sequence, @Nullable Long lsn, boolean incremental) throws MalformedException {
    return SourcePositionParser.postgresSnapshot(
        SourcePositionParser.PostgresPositions.of(sequence, lsn, ""), incremental);
  }

  private static Version version(@Nullable SourcePosition position) {
    return Version.of(0, Objects.requireNonNull(position), 0, 0);
  }
}
