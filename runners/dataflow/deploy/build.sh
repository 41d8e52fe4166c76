#!/usr/bin/env bash
# Builds the Flex Template: the image into Artifact Registry, the template's file into Cloud Storage.
# Usage: build.sh PROJECT REGION REPOSITORY gs://BUCKET/templates [TAG]   (needs docker and gcloud, both logged in)
set -euo pipefail
project=$1 region=$2 repository=$3 folder=${4%/} tag=${5:-latest}
image=$region-docker.pkg.dev/$project/$repository/portage:$tag

cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
mvn -B -ntp -DskipTests package -pl runners/dataflow -am
docker build -f runners/dataflow/deploy/Dockerfile -t "$image" .
docker push "$image"
gcloud dataflow flex-template build "$folder/portage-$tag.json" --project="$project" \
  --image="$image" --sdk-language=JAVA --metadata-file=runners/dataflow/deploy/metadata.json
