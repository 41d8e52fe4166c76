package io.portage.dataflow;

import io.portage.config.ConfigException;
import io.portage.launcher.run.Submission;

/**
 * What a Flex Template starts: the options of {@code run}, those of the template among them.
 *
 * <p>It never exits the JVM. What is wrong is an exception, whose message the template's launcher
 * shows.
 */
public final class TemplateMain {
  private TemplateMain() {}

  /**
   * Submits the job, or writes it to {@code --templateLocation} for the launcher to submit.
   *
   * @throws ConfigException when the configuration is wrong
   */
  public static void main(String[] args) throws ConfigException {
    Submission.run(new DataflowEngine(), args);
  }
}
