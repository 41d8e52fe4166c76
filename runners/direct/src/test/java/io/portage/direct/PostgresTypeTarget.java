package io.portage.direct;

import io.portage.direct.TypeSamples.Sample;
import io.portage.launcher.contract.TestJob;
import io.portage.model.Stage;
import io.portage.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tables of PostgreSQL with the types that the file of the samples names. The database knows the
 * grammar of some types alone, so that it rejects values, too.
 *
 * @param source the source
 */
record PostgresTypeTarget(TypeSource source) implements TypeTarget {
  @Override
  public TestJob job(TypeCapture capture) {
    return capture.job();
  }

  @Override
  public Connection connect(Sandbox sandbox) throws SQLException {
    return new PostgresTypeSource().connect(sandbox);
  }

  @Override
  public Map<String, String> types(TypeCapture capture, List<Sample> sent) {
    return sent.stream().collect(Collectors.toMap(Sample::column, Sample::target));
  }

  @Override
  public void create(TestJob job, String table, TypeCapture capture, List<Sample> sent)
      throws SQLException {
    job.database()
        .execute(TypeSamples.create(table, sent, Sample::target, ", portage_version numeric"));
  }

  @Override
  public String sourceText(Sample sample, String type) {
    return source.sourceText(sample);
  }

  @Override
  public String targetText(Sample sample, String type) {
    return source.targetText(sample);
  }

  @Override
  public Optional<String> readBack(Sample sample, String type) {
    return Optional.empty();
  }

  @Override
  public boolean mayReject(Stage stage) {
    return true;
  }
}
