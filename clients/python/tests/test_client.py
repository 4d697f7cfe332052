"""The client against a server that misbehaves. Standard library only: python3 -m unittest discover tests"""

import json
import os
import threading
import time
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from golongrl_client import Client, Refused, Service, Unavailable, trl_reward
from golongrl_client.errors import GolongrlError
from golongrl_client.verl import verl_record


class Script:
    """What the server answers, one entry a request; the last one is repeated. None breaks the connection off."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.seen = []
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                script.seen.append((self.path, json.loads(body), self.headers.get("Authorization")))
                answer = script.answers.pop(0) if len(script.answers) > 1 else script.answers[0]
                if answer is None:
                    self.close_connection = True
                    self.connection.close()
                    return
                if callable(answer):
                    answer = answer(json.loads(body))
                status, reply, headers = (*answer, {})[:3]
                text = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


RIGHT = {"reward": 1.0, "reason": "correct", "taskType": "precise-retrieval", "rewardMode": "EM", "metric": "EM"}
OK = (200, {"verdict": RIGHT, "scoringVersion": 1})
RECORD = {"taskType": "precise-retrieval", "gold": "42"}


def every(body):
    """A verdict for each rollout, that says which it is for."""
    results = [{"verdict": {**RIGHT, "reason": rollout["response"]}, "error": None} for rollout in body["rollouts"]]
    return 200, {"results": results}


class TestRetries(unittest.TestCase):
    def test_busy_broken_and_slow_answers_are_asked_again(self):
        with Script((503, {"error": "busy"}, {"Retry-After": "0"}), None, (502, b"<html>"), OK) as server:
            self.assertEqual(Client(server.url).score(RECORD, "42")["reward"], 1.0)
            self.assertEqual(len(server.seen), 4)

    def test_a_timeout_is_asked_again(self):
        def slow(_):
            time.sleep(0.5)
            return OK

        with Script(slow, OK) as server:
            self.assertEqual(Client(server.url, timeout=0.2).score(RECORD, "42")["reward"], 1.0)

    def test_patience_ends_with_a_sentence(self):
        with Script((503, {"error": "overloaded"})) as server:
            with self.assertRaisesRegex(Unavailable, r"gave no answer in .* the last: overloaded"):
                Client(server.url, patience=0.5).score(RECORD, "42")

    def test_a_service_that_is_down_is_waited_for(self):
        with Script(OK) as server:
            url, port = server.url, server.server.server_port
        with self.assertRaisesRegex(Unavailable, str(port)):
            Client(url, patience=0.3).score(RECORD, "42")

    def test_a_refusal_is_raised_at_once_with_its_sentence(self):
        with Script((422, {"error": "BadRecord: record.gold must be a string"})) as server:
            with self.assertRaisesRegex(Refused, "record.gold must be a string"):
                Client(server.url).score(RECORD, "42")
            self.assertEqual(len(server.seen), 1)

    def test_a_wrong_token_says_where_tokens_go(self):
        with Script((401, {"error": "unauthorized"})) as server:
            with self.assertRaisesRegex(Refused, "GOLONGRL_TOKEN"):
                Client(server.url, "wrong").score(RECORD, "42")

    def test_an_older_service_is_named(self):
        with Script((404, {"error": "no such route"})) as server:
            with self.assertRaisesRegex(Refused, "has no /v1/step: it is older than this client"):
                Client(server.url).step([])


class TestRequests(unittest.TestCase):
    def test_the_token_of_the_url_is_sent_and_never_shown(self):
        with Script(OK) as server:
            client = Client(server.url.replace("//", "//golongrl:s%2Fecret@"))
            client.score(RECORD, "42")
            self.assertEqual(server.seen[0][2], "Bearer s/ecret")
            self.assertNotIn("ecret", client.address)

    def test_the_environment_names_the_service(self):
        with Script(OK) as server:
            os.environ.update(GOLONGRL_URL=server.url, GOLONGRL_TOKEN="from-environment")
            try:
                Client().score("prompt-7", "42")
            finally:
                del os.environ["GOLONGRL_URL"], os.environ["GOLONGRL_TOKEN"]
            path, body, token = server.seen[0]
            self.assertEqual(
                (path, body, token), ("/v1/score", {"label": "prompt-7", "response": "42"}, "Bearer from-environment")
            )

    def test_batches_are_cut_and_keep_their_order(self):
        with Script(every) as server:
            rollouts = ({"record": RECORD, "response": str(i)} for i in range(1000))
            results = Client(server.url, batch=64, connections=5).score_batch(rollouts)
            self.assertEqual([result["verdict"]["reason"] for result in results], [str(i) for i in range(1000)])
            self.assertEqual(len(server.seen), 16)

    def test_no_rollouts_need_no_request(self):
        with Script(every) as server:
            self.assertEqual(Client(server.url).score_batch([]), [])
            self.assertEqual(server.seen, [])

    def test_nan_is_refused_before_it_is_sent(self):
        with Script(OK) as server:
            with self.assertRaises(ValueError):
                Client(server.url).advantages([float("nan")], ["p"])

    def test_wrong_arguments(self):
        for url in ("127.0.0.1:8722", "ftp://host", "http://"):
            with self.assertRaisesRegex(ValueError, "url must be"):
                Client(url)
        with self.assertRaisesRegex(ValueError, "batch must be"):
            Client("http://host", batch=0)
        for wrong in ("x", -1, float("nan"), None):
            with self.assertRaisesRegex(ValueError, "timeout must be"):
                Client("http://host", timeout=wrong)

    def test_an_estimator_by_name(self):
        with Script(OK) as server:
            Client(server.url).advantages([1.0], ["p"], estimator="grpo")
        self.assertEqual(server.seen[0][1]["estimator"], "grpo")


class TestTrl(unittest.TestCase):
    UNDECIDED = {"verdict": {**RIGHT, "reward": 0.0, "reason": "undecided"}, "error": None}
    WRONG_RECORD = {"verdict": None, "error": "BadRecord: record.gold"}
    RESULTS = [{"verdict": RIGHT, "error": None}, UNDECIDED, WRONG_RECORD]

    def rewards(self, **options):
        logged = {}
        with Script((200, {"results": self.RESULTS})) as server:
            reward = trl_reward(Client(server.url), **options)
            columns = {"record": [RECORD] * 3, "solution": ["1", "2", "3"]}
            completions = ["42", [{"role": "assistant", "content": "41"}], "40"]
            got = reward(["p"] * 3, completions, log_metric=logged.__setitem__, **columns)
        return got, logged, server.seen[0][1]["rollouts"]

    def test_undecided_is_a_counted_zero(self):
        got, logged, sent = self.rewards()
        self.assertEqual(got, [1.0, 0.0, 0.0])
        self.assertAlmostEqual(logged["undecided"], 2 / 3)
        self.assertEqual(logged["reward/precise-retrieval"], 0.5)
        self.assertEqual(sent[1], {"record": RECORD, "response": "41"})

    def test_undecided_is_left_out_when_asked_for(self):
        self.assertEqual(self.rewards(undecided="none")[0], [1.0, None, None])

    def test_a_column_of_bare_golds(self):
        _, _, sent = self.rewards(gold="solution", task_type="numerical-reasoning")
        self.assertEqual(sent[2]["record"], {"taskType": "numerical-reasoning", "gold": "3"})

    def test_a_gate_that_most_responses_fail_is_a_warning(self):
        failed = {"verdict": {**RIGHT, "reward": 0.0, "reason": "bad format"}, "error": None}
        with Script((200, {"results": [failed] * 32})) as server:
            reward = trl_reward(Client(server.url))
            with self.assertWarnsRegex(UserWarning, "32 of 32 responses fail the think gate"):
                reward(["p"] * 32, ["42"] * 32, record=[RECORD] * 32)

    def test_an_unknown_task_type_is_no_reward_of_zero(self):
        error = "BadRecord: record.taskType must be one of …, but is \"numerical\"."
        with Script((200, {"results": [{"verdict": None, "error": error}]})) as server:
            reward = trl_reward(Client(server.url), gold="solution", task_type="numerical")
            with self.assertRaisesRegex(Refused, "task_type: BadRecord"):
                reward(["p"], ["42"], solution=["42"])

    def test_a_column_that_the_map_of_the_service_reads(self):
        _, _, sent = self.rewards(label="solution")
        self.assertEqual(sent[2], {"label": "3", "response": "40"})

    def test_wrong_arguments(self):
        with self.assertRaisesRegex(ValueError, "not both"):
            trl_reward(Client("http://host"), gold="solution", task_type="comprehension", label="solution")
        with self.assertRaisesRegex(ValueError, "undecided must be"):
            trl_reward(Client("http://host"), undecided="skip")
        with self.assertRaisesRegex(ValueError, "go together"):
            trl_reward(Client("http://host"), gold="solution")
        with self.assertRaisesRegex(ValueError, "no column 'record'; it has answer"):
            trl_reward(Client("http://host"))([], ["x"], answer=["y"])


class TestVerl(unittest.TestCase):
    def test_a_known_data_source_has_a_bare_gold(self):
        self.assertEqual(verl_record("openai/gsm8k", "72"), {"taskType": "numerical-reasoning", "gold": "72"})
        self.assertEqual(verl_record("mine", "x", None, {"mine": "summarization"})["taskType"], "summarization")

    def test_a_row_of_the_data_set_says_its_own(self):
        record = verl_record("EM", {"golden_label": "42"}, {"reward_mode": "EM", "index": 3})
        self.assertEqual(record["extra_info"], {"reward_mode": "EM"})


class TestService(unittest.TestCase):
    def test_a_command_that_is_not_there_is_a_sentence(self):
        with self.assertRaisesRegex(GolongrlError, "could not be started"):
            Service(command=["no-such-program"])

    def test_a_command_that_fails_says_what_it_said(self):
        with self.assertRaisesRegex(GolongrlError, "the port is taken"):
            Service(command=["sh", "-c", "echo the port is taken >&2; exit 2"])


if __name__ == "__main__":
    unittest.main()
