/** Portage on Google Cloud Dataflow. */
package io.portage.dataflow;
