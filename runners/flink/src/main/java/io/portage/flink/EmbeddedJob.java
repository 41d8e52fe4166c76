package io.portage.flink;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.JobListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last job submitted to embedded Flink. Beam's {@code run} returns no handle before the job has
 * ended.
 */
public final class EmbeddedJob implements JobListener {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedJob.class);
  private static final AtomicReference<@Nullable JobClient> LAST = new AtomicReference<>();
  private static final AtomicBoolean CANCELLED = new AtomicBoolean();

  /** Flink instantiates the class by its name. */
  public EmbeddedJob() {}

  /** Returns the job's id, or null if no job was submitted. */
  static @Nullable String id() {
    JobClient job = LAST.get();
    return job == null ? null : job.getJobID().toString();
  }

  /** Cancels the job; a job that is not submitted yet is cancelled on submission. */
  static void cancel() {
    CANCELLED.set(true);
    JobClient job = LAST.get();
    if (job != null) {
      end(job);
    }
  }

  private static void end(JobClient job) {
    var unused =
        job.cancel()
            .exceptionally(
                problem -> {
                  LOG.warn("The job could not be cancelled: {}", problem.getMessage());
                  return null;
                });
  }

  @Override
  public void onJobSubmitted(@Nullable JobClient job, @Nullable Throwable failure) {
    if (job != null) {
      LAST.set(job);
      if (CANCELLED.get()) {
        end(job);
      }
    }
  }

  @Override
  public void onJobExecuted(@Nullable JobExecutionResult result, @Nullable Throwable failure) {}
}
