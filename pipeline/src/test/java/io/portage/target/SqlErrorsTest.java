package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class SqlErrorsTest {
  private static final Dialect DIALECT = Dialects.of("jdbc:postgresql://localhost/x");

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource({
    "08000, TRANSIENT, connection exception",
    "08001, TRANSIENT, cannot connect",
    "08003, TRANSIENT, connection is not there",
    "08006, TRANSIENT, connection lost",
    "08P01, TRANSIENT, a pooler that is full",
    "25006, TRANSIENT, read-only after a failover",
    "25P03, TRANSIENT, idle in transaction",
    "40001, TRANSIENT, serialization failure",
    "40P01, TRANSIENT, deadlock",
    "40003, TRANSIENT, statement completion unknown",
    "40002, DATA, constraint at the end of the transaction",
    "53100, TRANSIENT, disk full",
    "53200, TRANSIENT, out of memory",
    "53300, TRANSIENT, too many connections",
    "55006, TRANSIENT, object in use",
    "55P03, TRANSIENT, lock not available",
    "57014, TRANSIENT, query cancelled",
    "57P01, TRANSIENT, admin shutdown",
    "57P02, TRANSIENT, crash shutdown",
    "57P03, TRANSIENT, cannot connect now",
    "58030, TRANSIENT, io error",
    "26000, TRANSIENT, prepared statement is gone",
    "23503, DEPENDENCY, foreign key",
    "23505, DEPENDENCY, unique index other than the key",
    "23P01, DEPENDENCY, exclusion",
    "42P01, DEPENDENCY, table is missing",
    "3F000, DEPENDENCY, schema is missing",
    "22001, DATA, too long",
    "22003, DATA, out of range",
    "22021, DATA, NUL",
    "22P02, DATA, invalid text",
    "22P05, DATA, untranslatable",
    "23502, DATA, not null",
    "23514, DATA, check",
    "21000, DATA, one row twice",
    "42703, DATA, column is missing",
    "42804, DATA, wrong type",
    "54000, DATA, index row too large",
    "P0001, DATA, raised by a trigger",
    "XX000, DATA, internal",
    "28000, FATAL, no entry for the host",
    "28P01, FATAL, wrong password",
    "3D000, FATAL, database is missing",
    "42501, FATAL, privilege",
    "42P10, FATAL, no unique index over the key",
  })
  void tellsOutageFromPoison(String state, ErrorClass expected, String what) {
    assertThat(SqlErrors.classify(DIALECT, new SQLException(what, state))).isEqualTo(expected);
  }

  @Test
  void lostConnectionsOfAnyDriverAreTransient() {
    assertThat(SqlErrors.classify(DIALECT, new SQLRecoverableException("gone")))
        .isEqualTo(ErrorClass.TRANSIENT);
    assertThat(SqlErrors.classify(DIALECT, new SQLTransientConnectionException("pool is empty")))
        .isEqualTo(ErrorClass.TRANSIENT);
  }

  @Test
  void wrongPasswordBehindThePoolsTimeoutFailsFast() {
    SQLException hidden = new SQLException("password authentication failed", "28P01");
    SQLException pool = new SQLTransientConnectionException("timed out", null, 0, hidden);

    assertThat(SqlErrors.classify(DIALECT, pool)).isEqualTo(ErrorClass.FATAL);
  }

  @Test
  void looksForTheReasonBehindABatchsException() {
    BatchUpdateException batch = new BatchUpdateException("batch", null, 0, new int[0]);
    batch.setNextException(new SQLException("deadlock detected", "40P01"));

    assertThat(SqlErrors.classify(DIALECT, batch)).isEqualTo(ErrorClass.TRANSIENT);
  }

  @Test
  void anErrorWithoutAStateIsNoRowsFault() {
    assertThat(SqlErrors.classify(DIALECT, new SQLException("the pool is closed")))
        .isEqualTo(ErrorClass.FATAL);
  }

  @Test
  void explainsWithoutTheValuesOfTheRow() {
    ServerErrorMessage server =
        new ServerErrorMessage(
            "SERROR\0C23505\0Mduplicate key value violates unique constraint \"users_email_key\"\0"
                + "DKey (email)=(secret@x.org) already exists.\0tusers\0nusers_email_key\0");

    SqlFailure failure = DIALECT.explain(new PSQLException(server));

    assertThat(failure.message())
        .isEqualTo(
            "another row has the same value in a unique column, table users,"
                + " constraint users_email_key (SQLState 23505)");
    assertThat(failure.constraint()).isEqualTo("users_email_key");
  }

  @Test
  void doesNotRepeatTheServersWordsWhereTheyQuoteAValue() {
    ServerErrorMessage server =
        new ServerErrorMessage("SERROR\0CP0001\0Mcustomer secret@x.org is blocked\0");

    assertThat(DIALECT.explain(new PSQLException(server)).message())
        .isEqualTo("the database refused it (SQLState P0001)");
  }
}
