package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketTimeoutException;
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
    "40001, OVERLOAD, serialization failure",
    "40P01, OVERLOAD, deadlock",
    "40003, TRANSIENT, statement completion unknown",
    "40002, DATA, constraint at the end of the transaction",
    "53100, TRANSIENT, disk full",
    "53200, OVERLOAD, out of memory",
    "53300, TRANSIENT, too many connections",
    "55006, TRANSIENT, object in use",
    "55P03, TRANSIENT, lock not available",
    "57014, OVERLOAD, query cancelled",
    "57P01, TRANSIENT, admin shutdown",
    "57P02, TRANSIENT, crash shutdown",
    "57P03, TRANSIENT, cannot connect now",
    "58030, TRANSIENT, io error",
    "26000, UNCERTAIN, prepared statement is gone",
    "42P05, UNCERTAIN, prepared statement is there",
    "25P04, OVERLOAD, transaction timeout",
    "53400, OVERLOAD, configured limit",
    "58P01, UNCERTAIN, a library is missing",
    "23001, DEPENDENCY, foreign key with RESTRICT",
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
    "428C9, DATA, generated column",
    "42804, DATA, wrong type",
    "54000, DATA, index row too large",
    "P0001, DATA, raised by a trigger",
    "P0004, DATA, assertion in a function",
    "2F005, DATA, function without return",
    "38000, DATA, raised by a function in another language",
    "20000, DATA, no case found in a function",
    "44000, DATA, check option of a view",
    "54001, DATA, too deep",
    "42883, SCHEMA, no such operator",
    "42601, SCHEMA, syntax",
    "42P17, SCHEMA, recursion in a policy",
    "0A000, UNCERTAIN, not supported",
    "55000, UNCERTAIN, not in the state for it",
    "XX000, UNCERTAIN, internal",
    "F0000, UNCERTAIN, configuration file",
    "U0001, UNCERTAIN, unknown class",
    "XX001, FATAL, data is damaged",
    "XX002, FATAL, index is damaged",
    "28000, FATAL, no entry for the host",
    "28P01, FATAL, wrong password",
    "3D000, FATAL, database is missing",
    "42501, FATAL, privilege",
    "42P10, FATAL, no unique index over the key",
  })
  void classifiesSqlStates(String state, ErrorCategory expected, String what) {
    assertThat(SqlErrors.classify(DIALECT, new SQLException(what, state))).isEqualTo(expected);
  }

  @Test
  void lostConnectionsOfAnyDriverAreTransient() {
    assertThat(SqlErrors.classify(DIALECT, new SQLRecoverableException("gone")))
        .isEqualTo(ErrorCategory.TRANSIENT);
    assertThat(SqlErrors.classify(DIALECT, new SQLTransientConnectionException("pool is empty")))
        .isEqualTo(ErrorCategory.TRANSIENT);
  }

  @Test
  void wrongPasswordInTheCauseOfThePoolsTimeoutIsFatal() {
    SQLException hidden = new SQLException("password authentication failed", "28P01");
    SQLException pool = new SQLTransientConnectionException("timed out", null, 0, hidden);

    assertThat(SqlErrors.classify(DIALECT, pool)).isEqualTo(ErrorCategory.FATAL);
  }

  @Test
  void findsTheReasonInTheChainOfABatchUpdateException() {
    BatchUpdateException batch = new BatchUpdateException("batch", null, 0, new int[0]);
    batch.setNextException(new SQLException("deadlock detected", "40P01"));

    assertThat(SqlErrors.classify(DIALECT, batch)).isEqualTo(ErrorCategory.OVERLOAD);
  }

  @Test
  void anErrorWithoutAnSqlStateIsNotAttributedToARow() {
    assertThat(SqlErrors.classify(DIALECT, new SQLException("the pool is closed")))
        .isEqualTo(ErrorCategory.FATAL);
  }

  @Test
  void describesAnErrorWithoutRowValues() {
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
  void omitsTheServersMessageIfItMayQuoteAValue() {
    ServerErrorMessage server =
        new ServerErrorMessage("SERROR\0CP0001\0Mcustomer secret@x.org is blocked\0");

    assertThat(DIALECT.explain(new PSQLException(server)).message())
        .isEqualTo("the database rejected the statement (SQLState P0001)");
  }

  private static SqlFailure explain(String state, String routine) {
    return DIALECT.explain(
        new PSQLException(
            new ServerErrorMessage(
                "SERROR\0C" + state + "\0Mmust not be told: secret\0R" + routine + "\0")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "P0001, exec_stmt_raise, DATA",
    "MYERR, exec_stmt_raise, DATA",
    "U0001, exec_stmt_raise, DATA",
    "42501, exec_stmt_raise, DATA",
    "55000, exec_stmt_raise, DATA",
    "0A000, exec_stmt_raise, DATA",
    "XX001, exec_stmt_raise, DATA",
    "28000, exec_stmt_raise, DATA",
    "42883, exec_stmt_raise, DATA",
    "23503, exec_stmt_raise, DEPENDENCY",
    "40001, exec_stmt_raise, DEPENDENCY",
    "57014, exec_stmt_raise, DEPENDENCY",
    "42501, ExecWithCheckOptions, DATA",
    "44000, ExecWithCheckOptions, DATA",
  })
  void anErrorOfARowRuleIsAttributedToTheRowWithEverySqlState(
      String state, String routine, ErrorCategory expected) {
    SqlFailure failure = explain(state, routine);

    assertThat(failure.errorClass()).isEqualTo(expected);
    assertThat(failure.isClassified()).isTrue();
    assertThat(failure.message()).doesNotContain("secret").contains(state);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "23505, _bt_check_unique, UNIQUE",
    "23P01, check_exclusion_constraint, UNIQUE",
    "23503, ri_ReportViolation, FOREIGN_KEY",
    "23001, ri_ReportViolation, FOREIGN_KEY",
    "23502, ExecConstraints, CONSTRAINT",
    "23514, ExecConstraints, CONSTRAINT",
    "22P02, pg_strtoint32, VALUE",
    "42601, jsonpath_yyerror, VALUE",
    "42601, scanner_yyerror, SCHEMA",
    "42601, plpgsql_yyerror, SCHEMA",
    "42601, exec_stmt_raise, OTHER",
    "40P01, DeadLockReport, CONFLICT",
    "42703, errorMissingColumn, SCHEMA",
    "3F000, get_namespace_oid, SCHEMA",
    "42501, ExecWithCheckOptions, ROW_RULE",
    "44000, ExecWithCheckOptions, ROW_RULE",
    "23505, exec_stmt_raise, UNIQUE",
    "42703, exec_stmt_raise, OTHER",
    "P0001, exec_stmt_raise, OTHER",
    "57014, ProcessInterrupts, OTHER",
  })
  void hasTheKindOfTheRuleThatIsViolated(String state, String routine, FailureKind kind) {
    assertThat(explain(state, routine).kind()).isEqualTo(kind);
  }

  @Test
  void anErrorRaisedByAFunctionIsNotOfAReference() {
    assertThat(explain("23503", "ri_ReportViolation").isOfReference()).isTrue();
    assertThat(explain("23503", "exec_stmt_raise").isOfReference()).isFalse();
  }

  @Test
  void aWriteThatTheWriterRefusesHasItsOwnFailure() {
    SqlFailure failure =
        new SqlFailure(
            ErrorCategory.DATA, FailureKind.OTHER, null, "refused", null, null, null, null, true);

    assertThat(SqlErrors.explain(DIALECT, new RefusedWriteException(failure))).isEqualTo(failure);
  }

  @Test
  void aMissingPrivilegeIsNotAttributedToARow() {
    SqlFailure failure = explain("42501", "aclcheck_error");

    assertThat(failure.errorClass()).isEqualTo(ErrorCategory.FATAL);
    assertThat(failure.isClassified()).isFalse();
  }

  @Test
  void aMissingPartitionIsNamed() {
    assertThat(explain("23514", "ExecFindPartition").message())
        .isEqualTo("the table has no partition for the row (SQLState 23514)");
  }

  @Test
  void aLostPreparedStatementNamesTheSetting() {
    assertThat(explain("26000", "exec_bind_message").message()).contains("prepareThreshold");
    assertThat(explain("42P05", "StorePreparedStatement").message()).contains("prepareThreshold");
  }

  @Test
  void theMessageOfAnUnknownErrorIsNotQuoted() {
    assertThat(explain("XX000", "pg_error").message())
        .contains("see its log")
        .doesNotContain("secret");
  }

  @Test
  void aReadTimeoutIsAnOverload() {
    SQLException slow = new SQLException("I/O error", "08006", new SocketTimeoutException());

    assertThat(DIALECT.explain(slow).errorClass()).isEqualTo(ErrorCategory.OVERLOAD);
    assertThat(DIALECT.explain(new SQLException("I/O error", "08006")).errorClass())
        .isEqualTo(ErrorCategory.TRANSIENT);
  }
}
