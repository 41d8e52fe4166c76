/** Tests of jobs on Flink clusters of separate processes. */
package io.portage.flink.cluster;
