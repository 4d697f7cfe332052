#!/usr/bin/env bash
# npm run test:trainers [-- module …]: TRL, verl, OpenRLHF's client and Ray, from the Python package index, on this checkout's service.
# The environment is made once for each state of requirements.txt, in build/. Skips, visibly, without Python or the index.
set -euo pipefail
cd "$(dirname "$0")/../.."
skip() {
  echo "trainers: skipped: $1"
  exit 0
}
torch=2.13.0
command -v python3 > /dev/null || skip 'there is no python3 here'
python3 -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || skip 'the pinned versions are for Python 3.11'

state=$(cat test/trainers/requirements.txt test/trainers/run.sh | sha256sum | cut -c1-16)
environment="$PWD/build/trainers-$state"
if [ ! -e "$environment/ready" ]; then
  rm -rf build/trainers-*
  python3 -m venv "$environment" || skip 'python3 makes no virtual environment (Debian: python3-venv)'
  pip="$environment/bin/pip --disable-pip-version-check --quiet"
  $pip download --no-deps --dest "$environment/probe" hatchling==1.33.0 2> /dev/null || skip 'the Python package index is not reached'
  $pip install --no-deps --require-hashes --requirement test/trainers/requirements.txt
  $pip install --no-deps "torch==$torch"
  $pip install hatchling==1.33.0 mypy==2.4.1
  touch "$environment/ready"
fi

python="$environment/bin/python"
wheel=$(mktemp -d)
trap 'rm -rf "$wheel"' EXIT
"$environment/bin/pip" --quiet wheel --no-deps --no-build-isolation --wheel-dir "$wheel" ./clients/python
"$environment/bin/pip" --quiet install --no-deps --force-reinstall "$wheel"/*.whl

export HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false WANDB_MODE=disabled RAY_USAGE_STATS_ENABLED=0 PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore
"$environment/bin/mypy" --strict clients/python/src
(cd clients/python && "$python" -m unittest discover tests)
cd test/trainers
for module in "${@:-test_openrlhf test_verl test_trl test_ray}"; do
  # Unquoted: the default is several modules.
  for each in $module; do
    printf '\n-- %s --\n' "$each"
    "$python" -m unittest "$each"
  done
done
