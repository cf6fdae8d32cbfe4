"""The HTML pages: what they show, in which language, and that nothing in them comes from elsewhere or runs."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urljoin

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.previews.paths import article_path, preview_path
from api.routes import chain
from kg import ontology
from kg.errors import StoreError
from kg.settings import Settings
from loaders import Store
from tests.api.stores import MARKUP, ODD_ID, PARK, chained, filled, hub, markup
from tests.api.test_errors import Away
from tests.loaders.graphs import SCRIPT

PAGES = (
    "/",
    "/?q=津",
    "/?q=没有这个",
    "/?type=Company",
    "/docs",
    "/preview/haihe-park",
    "/preview/xinglan",
    "/preview/script-co",
    "/preview/jinnan-government",
    "/read/a1",
    "/read/a3",
)


ARTICLE = article_path("<b>a</b>")


class Elements(HTMLParser):
    """The start tags of a page with their attributes, and its text outside of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside not in ("script", "style"):
            self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def links(self) -> list[str]:
        return [attributes.get("href") or "" for attributes in self.named("a")]


def client_of(store: Store) -> TestClient:
    return TestClient(create_app(Settings(), store), raise_server_exceptions=False)


@pytest.fixture(scope="module")
def large() -> Iterator[TestClient]:
    """A park with 320 companies."""
    store = filled("memory:", [hub(320)])
    yield client_of(store)
    store.close()


@pytest.fixture(scope="module")
def odd() -> Iterator[TestClient]:
    """Names, ids, title, source and address that are markup or script."""
    store = filled("memory:", [markup()])
    yield client_of(store)
    store.close()


@pytest.fixture(scope="module")
def empty() -> Iterator[TestClient]:
    store = filled("memory:", [])
    yield client_of(store)
    store.close()


def page(client: TestClient, address: str, status: int = 200, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def network(text: str) -> dict[str, Any]:
    """What the page hands to vis-network."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


class TestEveryPage:
    @pytest.mark.parametrize("address", PAGES)
    def test_scripts_and_styles_are_our_own(self, client: TestClient, address: str) -> None:
        answer = client.get(address)
        found = Elements(answer.text)
        nonce = re.search(r"'nonce-([\w-]+)'", answer.headers["content-security-policy"])
        assert nonce
        for style in found.named("style"):
            assert style["nonce"] == nonce[1]
        for script in found.named("script"):
            assert script.get("type") == "application/json" or str(script["src"]).startswith("/static/")
        for tag, attributes in found.tags:
            assert not {name for name in attributes if name == "style" or name.startswith("on")}, tag

    @pytest.mark.parametrize("address", PAGES)
    def test_nothing_comes_from_another_host(self, client: TestClient, address: str) -> None:
        for tag, attributes in Elements(page(client, address)).tags:
            for name in ("src", "href", "action"):
                target = attributes.get(name) or ""
                assert tag == "a" or not re.match(r"(?i)[a-z]+:(?!,)|//", target), (tag, target)
                if target.startswith("http"):
                    assert attributes["rel"] == "noreferrer noopener"

    @pytest.mark.parametrize("address", PAGES)
    def test_what_it_needs_is_served(self, client: TestClient, address: str) -> None:
        found = Elements(page(client, address)).tags
        for name in {str(attributes[key]) for _, attributes in found for key in ("src", "href") if key in attributes}:
            if name.startswith(("/static/", "/preview/", "/read/")):
                assert client.get(name).status_code == 200, name

    @pytest.mark.parametrize("address", PAGES)
    def test_has_one_heading_a_title_and_a_language(self, client: TestClient, address: str) -> None:
        found = Elements(page(client, address))
        assert len(found.named("h1")) == len(found.named("title")) == len(found.named("main")) == 1
        assert found.named("html")[0]["lang"] == "zh-CN"
        for box in found.named("input"):
            assert box.get("aria-label") or box["type"] in ("hidden", "month")  # months stand in their labels

    @pytest.mark.parametrize("name", ["preview.js", "picture.js", "panel.js", "legend.js"])
    def test_scripts_import_only_their_neighbours(self, client: TestClient, name: str) -> None:
        text = client.get(f"/static/{name}").text
        assert text.startswith("//")
        for target in re.findall(r'from "(.*?)"', text):
            assert client.get(urljoin("/static/", target)).status_code == 200
        assert "http" not in text
        assert "innerHTML" not in text

    def test_pages_are_no_part_of_the_contract(self, client: TestClient) -> None:
        paths = client.get("/openapi.json").json()["paths"]
        assert "/entities/{id}" in paths
        assert not {"/", "/docs", "/preview/{id}", "/read/{id}"} & paths.keys()


class TestLanguage:
    @pytest.mark.parametrize(
        ("accepted", "word"),
        [
            ("", "园区"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "园区"),
            ("en-US,en;q=0.9", "Parks"),
            ("en;q=0.5,zh;q=0.9", "园区"),
            ("fr-FR", "园区"),
            ("en;q=wrong,zh", "园区"),
        ],
    )
    def test_the_browser_says_which(self, client: TestClient, accepted: str, word: str) -> None:
        answer = client.get("/", headers={"accept-language": accepted})
        assert f"<h2>{word}</h2>" in answer.text
        assert answer.headers["vary"].startswith("Accept-Language")

    def test_the_address_overrides_it_and_links_keep_it(self, client: TestClient) -> None:
        found = Elements(page(client, "/?lang=en", **{"accept-language": "zh-CN"}))
        assert "Best connected" in found.text
        assert all("lang=" in link for link in found.links() if link.startswith(("/preview/", "/read/", "/docs")))
        assert {"name": "lang", "type": "hidden", "value": "en"} in found.named("input")

    def test_the_same_page_in_the_other_language(self, client: TestClient) -> None:
        assert "?q=%E6%B4%A5&type=Park&lang=en" in Elements(page(client, "/?q=津&type=Park")).links()

    def test_a_language_it_does_not_speak_is_ignored(self, client: TestClient) -> None:
        assert "<h2>园区</h2>" in page(client, "/?lang=fr")

    @pytest.mark.parametrize("address", ["/", "/preview/haihe-park", "/read/a1"])
    def test_english_pages_hold_chinese_only_in_names_and_sentences(self, client: TestClient, address: str) -> None:
        text = Elements(page(client, f"{address}?lang=en")).text
        assert not re.findall("[\u4e00-\u9fff]*(?:关系|实体|依据|原文|篇报道|首页|来源)", text.replace("中文", ""))

    def test_one_of_a_thing_is_singular(self, client: TestClient) -> None:
        assert "1 source<" in page(client, "/preview/xinglan?lang=en")


class TestHome:
    def test_parks_lead_to_their_pages(self, client: TestClient) -> None:
        found = Elements(page(client, "/"))
        assert "/preview/haihe-park" in found.links()
        assert "3 家企业" in found.text

    def test_numbers_are_those_of_the_graph(self, client: TestClient) -> None:
        stats = client.get("/stats").json()
        shown = re.findall(r"<dd>([\d,]+)</dd>", page(client, "/"))
        assert shown == [f"{stats[key]:,}" for key in ("entities", "edges", "statements", "articles", "measures")]

    def test_hubs_are_organisations_best_connected_first(self, client: TestClient) -> None:
        text = Elements(page(client, "/")).text
        hubs = text.split("联系最多的机构")[1].split("最近的文章")[0]
        counts = [int(count) for count in re.findall(r"(\d+) 条关系", hubs)]
        assert counts == sorted(counts, reverse=True)
        assert hubs.index("星澜半导体") < hubs.index("京津大学")
        assert "海河智谷科技园" not in hubs

    def test_legend_names_the_types_that_there_are(self, client: TestClient) -> None:
        legend = page(client, "/").split("图中有什么")[1]
        held = {row["type"] for row in client.get("/stats").json()["nodesByType"]}
        for key in ontology.load().nodes:
            assert (f"type={key}" in legend) == (key in held)

    def test_examples_find_something(self, client: TestClient, large: TestClient) -> None:
        for site in (client, large):
            for link in Elements(page(site, "/")).links():
                if "?q=" in link:
                    assert '<ol class="found">' in page(site, link)

    def test_an_empty_graph_says_which_command_fills_it(self, empty: TestClient) -> None:
        assert "kg build 文章目录/ --store kg.kgl" in Elements(page(empty, "/")).text
        assert "kg build articles/" in Elements(page(empty, "/?lang=en")).text


class TestExplorer:
    def test_its_address_of_before_leads_to_the_first_page(self, client: TestClient) -> None:
        for query in ("", "?open=xinglan&pin=4~-1~%E6%B5%B7&lang=en"):
            answer = client.get("/explore" + query, follow_redirects=False)
            assert (answer.status_code, answer.headers["location"]) == (308, "/" + query)

    def test_the_search_box_stands_where_the_address_wants_it(self, client: TestClient) -> None:
        for address, begun in (("/", False), ("/?open=xinglan", True), ("/?path=xinglan", True)):
            text = page(client, address)
            assert text.count('id="asking"') == 1
            assert ('<div id="start" hidden>' in text, 'id="first"></div>' in text) == (begun, begun)


class TestResults:
    def test_names_aliases_types_and_counts(self, client: TestClient) -> None:
        found = Elements(page(client, "/?q=海河智谷"))
        assert "搜索“海河智谷”：找到 2 个" in found.text
        assert [link for link in found.links() if link.startswith("/preview/")] == [
            "/preview/haihe-park",
            "/preview/haihe-phase-2",
        ]

    def test_filter_by_type(self, client: TestClient) -> None:
        found = Elements(page(client, "/?q=海河智谷&type=Project"))
        assert [link for link in found.links() if link.startswith("/preview/")] == ["/preview/haihe-phase-2"]
        assert [link["href"] for link in found.named("a") if "aria-current" in link] == [
            f"/?q={quote('海河智谷')}&type=Project"
        ]

    def test_all_of_a_type(self, client: TestClient) -> None:
        assert "全部企业：" in page(client, "/?type=Company")

    def test_an_unknown_type_is_ignored(self, client: TestClient) -> None:
        assert "找到 2 个" in page(client, "/?q=海河智谷&type=Planet")

    def test_pages_follow_each_other(self, large: TestClient) -> None:
        seen: list[str] = []
        address = "/?q=装备"
        for _ in range(20):
            found = Elements(page(large, address))
            seen += [link for link in found.links() if link.startswith("/preview/")]
            following = [link["href"] for link in found.named("a") if link.get("rel") == "next"]
            if not following:
                break
            address = str(following[0])
        assert len(seen) == len(set(seen)) == 321

    @pytest.mark.parametrize(
        ("number", "shown"),
        [("17", "321–321"), ("999", "321–321"), ("9" * 5000, "321–321"), ("0", "1–20"), ("x", "1–20")],
    )
    def test_a_page_that_is_not_there_is_the_nearest(self, large: TestClient, number: str, shown: str) -> None:
        if shown == "321–321":
            shown = "第 321–321 个，共 321 个"
        assert shown in page(large, f"/?q=装备&page={number}")

    def test_nothing_found_says_what_to_do(self, client: TestClient) -> None:
        text = Elements(page(client, "/?q=没有这个")).text
        assert "没有名称或别名含“没有这个”的实体" in text
        assert "更短的写法" in text

    @pytest.mark.parametrize("text", ["x" * 5000, "\x00", "%F0%28", "' OR 1=1 --", "\\", "(.*"])
    def test_any_text_may_be_searched(self, client: TestClient, text: str) -> None:
        assert client.get("/", params={"q": text}).status_code == 200


class TestPreview:
    def test_every_relation_with_its_sentence_source_and_date(self, client: TestClient) -> None:
        found = Elements(page(client, "/preview/haihe-park"))
        assert "星澜半导体 位于 海河智谷科技园" in found.text
        assert "由北京市海淀区迁入海河智谷科技园" in found.text
        for part in ("海河智谷迎来新企业", "津门新闻", "2024-02-26"):
            assert part in found.text
        assert "https://news.example.org/a1" in found.links()

    def test_the_list_and_the_picture_hold_the_same(self, client: TestClient) -> None:
        text = page(client, "/preview/haihe-park")
        listed = re.findall(r'data-fact="(\w+)"', text)
        data = network(text)
        assert sorted(listed) == sorted(edge["id"] for edge in data["edges"])
        ends = {end for edge in data["edges"] for end in (edge["from"], edge["to"])}
        assert ends <= {node["id"] for node in data["nodes"]}

    def test_the_direct_relations_are_those_of_the_api(self, client: TestClient) -> None:
        near = client.get("/entities/xinglan/adjacent?limit=100").json()["items"]
        drawn = {edge["id"] for edge in network(page(client, "/preview/xinglan"))["edges"]}
        assert {row["edgeId"] for row in near} <= drawn

    def test_plans_are_dashed_and_named_so(self, client: TestClient) -> None:
        text = page(client, "/preview/haihe-phase-2")
        planned = [edge for edge in network(text)["edges"] if edge["dashes"]]
        assert [edge["kind"] for edge in planned] == ["INVESTS_IN"]
        assert planned[0]["title"].endswith("（计划中）")
        assert "虚线：尚在计划中" in text

    def test_positions_are_computed_before(self, client: TestClient) -> None:
        data = network(page(client, "/preview/haihe-park"))
        assert data["options"]["physics"] == {"enabled": False}
        assert all(isinstance(node["x"], float) and len(node["tall"]) == 2 for node in data["nodes"])

    def test_legend_counts_what_is_drawn(self, client: TestClient) -> None:
        text = page(client, "/preview/haihe-park")
        legend = {
            (button.get("data-node") or button.get("data-edge"))
            for button in Elements(text).named("button")
            if "aria-pressed" in button
        }
        data = network(text)
        assert legend == {item["kind"] for item in (*data["nodes"], *data["edges"])}

    def test_figures_with_their_time(self, client: TestClient) -> None:
        text = re.sub(r"\s+", " ", Elements(page(client, "/preview/haihe-park")).text)
        assert "企业数210 家2025-03" in text
        assert "投资额3.76 亿元报道于 2024-02-26" in text

    def test_an_entity_without_relations_names_its_articles(self, client: TestClient) -> None:
        text = page(client, "/preview/jinnan-government")
        assert "还没有关系" in text
        assert "/read/a3" in Elements(text).links()
        assert "vis-network" not in text

    def test_a_hub_is_cut_and_says_so(self, large: TestClient) -> None:
        text = page(large, preview_path(PARK))
        assert len(network(text)["nodes"]) == 300
        assert "共 320 条关系，图和列表取了来源最多的 299 条" in text
        rest = next(link for link in Elements(text).links() if link.startswith("/entities/"))
        assert large.get(rest).json()["total"] == 320

    def test_unknown_says_what_to_do(self, client: TestClient) -> None:
        found = Elements(page(client, "/preview/海河智谷", 404))
        assert "没有标识为“海河智谷”的内容" in found.text
        assert "/preview/haihe-park" in found.links()
        assert found.named("form")

    @pytest.mark.parametrize(
        "id", ["%00", "%F0%28%8C%28", "%ED%A0%80", "a" * 400, "..%2F..%2Fetc%2Fpasswd", "'%20OR%201=1", "a/"]
    )
    def test_strange_ids_are_just_unknown(self, client: TestClient, id: str) -> None:
        page(client, f"/preview/{id}", 404)
        page(client, f"/read/{id}", 404)


class TestArticle:
    def test_passages_with_what_was_read_from_them(self, client: TestClient) -> None:
        found = Elements(page(client, "/read/a1"))
        assert "星澜半导体 孵化自 京津大学" in found.text
        assert "脱胎于京津大学" in found.text
        assert "https://news.example.org/a1" in found.links()
        assert "/preview/haihe-park" in found.links()

    def test_an_article_of_which_little_is_known(self, client: TestClient) -> None:
        text = Elements(page(client, "/read/a3")).text
        assert "None" not in text
        assert "津南智造研究院 由 京津大学 设立" in text

    def test_unknown_says_what_to_do(self, client: TestClient) -> None:
        assert "图中没有这篇文章" in page(client, "/read/none", 404)


class TestReference:
    def test_every_operation_and_parameter_is_there(self, client: TestClient) -> None:
        text = Elements(page(client, "/docs")).text
        for address, methods in client.get("/openapi.json").json()["paths"].items():
            for method, operation in methods.items():
                assert f"{method.upper()} {address}\n" in text
                for row in operation.get("parameters", []):
                    assert row["name"] in text

    def test_examples_are_addresses_that_work(self, client: TestClient) -> None:
        examples = re.findall(r'<p class="example">\S+ <a href="(.*?)"', page(client, "/docs"))
        assert len(examples) >= 10
        for address in map(html.unescape, examples):
            assert client.get(address).status_code in (200, 404), address
        assert client.get(f"/search?q={quote('天开')}").url.raw_path in [address.encode() for address in examples]


class TestMarkup:
    """Whatever an article calls a company is text."""

    @pytest.mark.parametrize("name", MARKUP)
    def test_names_show_as_text(self, odd: TestClient, name: str) -> None:
        for address in (
            "/",
            f"/?q={quote(name)}",
            preview_path(name),
            preview_path(ODD_ID),
            ARTICLE,
        ):
            text = page(odd, address)
            assert name in Elements(text).text, address
            if "<" in name:
                assert name not in text, address

    def test_no_element_or_link_comes_of_it(self, odd: TestClient) -> None:
        for address in (
            "/",
            preview_path(ODD_ID),
            ARTICLE,
            "/?q=<script>",
            "/preview/<script>",
        ):
            found = Elements(odd.get(address).text)
            assert not found.named("img")
            assert not [link for link in found.links() if re.match("(?i)javascript|//", link)]
            assert len(found.named("h1")) == 1
            assert all(
                script.get("src") or script.get("type") == "application/json" for script in found.named("script")
            )

    def test_ids_may_hold_any_character(self, odd: TestClient) -> None:
        found = Elements(page(odd, f"/?q={quote('普通公司')}"))
        (link,) = (link for link in found.links() if link.startswith("/preview/"))
        assert "<h1>普通公司</h1>" in page(odd, link)
        assert odd.get("/entities/" + quote(ODD_ID, safe="")).json()["id"] == ODD_ID
        assert odd.get("/entities/" + quote(ODD_ID, safe="") + "/adjacent").json()["total"] == len(MARKUP)

    def test_tooltips_are_plain_text(self, client: TestClient) -> None:
        titles = [node["title"] for node in network(page(client, "/preview/script-co"))["nodes"]]
        assert f"{SCRIPT}\n企业" in titles


class TestErrors:
    def test_an_address_that_is_none_is_a_page_for_browsers(self, client: TestClient) -> None:
        assert "没有这一页" in page(client, "/nothing", 404, accept="text/html,*/*;q=0.8")
        assert client.get("/nothing").headers["content-type"] == "application/problem+json"

    def test_a_store_out_of_reach_is_a_page_for_browsers(self) -> None:
        store: Store = Away(StoreError("kg.kgl: <gone>"))  # type: ignore[assignment]
        assert "kg.kgl: &lt;gone&gt;" in page(client_of(store), "/", 503, accept="text/html")

    @pytest.mark.parametrize(
        ("address", "status", "zh", "en"),
        [
            ("/queries/parks?limit=many", 400, "地址里的条件有误", "took too long"),
            ("/search?q=x&limit=0", 422, "不合要求", "not as it must be"),
        ],
    )
    def test_a_reader_is_told_what_to_do_in_their_language(
        self, client: TestClient, address: str, status: int, zh: str, en: str
    ) -> None:
        for lang, words, heading in (("zh", zh, "有误</h1>"), ("en", en, "</h1>")):
            found = page(client, address, status, **{"accept": "text/html", "accept-language": lang})
            assert words in found
            assert heading in found
            assert "limit" in found.split("<main")[1]
            assert (en if lang == "zh" else zh) not in found

    def test_what_takes_too_long_says_so(self) -> None:
        with closing(filled("memory:", (hub(3000),))) as store:
            site = TestClient(create_app(Settings(query_timeout=0.001), store))
            found = page(site, "/feeders?origin=all&kind=all&area=all&lang=zh", 400, accept="text/html")
        assert "少选一些再试" in found
        assert "took longer" in found

    def test_what_nobody_foresaw_stays_in_the_log(self) -> None:
        store: Store = Away(RuntimeError("password=hunter2"))  # type: ignore[assignment]
        assert "hunter2" not in page(client_of(store), "/", 500, accept="text/html")


def test_a_chain_that_could_not_be_read_whole_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled("memory:", (chained(),))
    asking = TestClient(create_app(Settings(), store))
    assert "可能不是缺口" not in asking.get("/chain").text
    monkeypatch.setattr(chain, "ROWS", 1)
    assert "只读了前 1 行" in asking.get("/chain").text
    store.close()
