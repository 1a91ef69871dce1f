// Draws each [data-chart]; the table beside it says the same to those who do not see it.
"use strict";

// The same colours as origins.css: they are read from it, so that they are written once.
function colour(answer) {
  const name = `--origin-${(answer || "unknown").replace("_", "-")}`;
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function option(data) {
  const stacked = data.kind === "stack";
  const totals = data.labels.map((_label, at) =>
    data.series.reduce((sum, series) => sum + series.values[at], 0));
  const digits = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  return {
    animation: false,
    aria: { enabled: true, decal: { show: true } },
    grid: { left: 8, right: 24, top: 8, bottom: stacked ? 56 : 8, containLabel: true },
    legend: stacked ? { bottom: 0, type: "scroll" } : undefined,
    // Rich text: the default tooltip writes inline styles, which our security policy refuses.
    tooltip: {
      trigger: "item", renderMode: "richText",
      formatter: (item) => `${item.seriesName} : ${digits.format(item.value)}${stacked ? " %" : ""}`,
    },
    xAxis: { type: "value", max: stacked ? 100 : undefined,
      axisLabel: { formatter: (value) => digits.format(value) + (stacked ? " %" : "") } },
    yAxis: { type: "category", inverse: true, data: data.labels,
      axisLabel: { width: 160, overflow: "truncate" } },
    series: data.series.map((series) => ({
      type: "bar", name: series.name, stack: stacked ? "all" : undefined, barMaxWidth: 28,
      itemStyle: { color: series.answer ? colour(series.answer) : "#1c5fa8" },
      data: series.values.map((value, at) =>
        stacked ? (totals[at] ? (100 * value) / totals[at] : 0) : value),
    })),
  };
}

function draw(root) {
  const found = [...root.querySelectorAll("[data-chart]")];
  if (root.matches && root.matches("[data-chart]")) found.push(root);
  for (const box of found) {
    if (box.dataset.drawn) continue;
    box.dataset.drawn = "1";
    box.style.height = `${Math.max(160, 44 * Number(box.dataset.chartHeight) + 80)}px`;
    const chart = echarts.init(box, null, { renderer: "svg" });
    chart.setOption(option(JSON.parse(box.dataset.chart)));
    new ResizeObserver(() => chart.resize()).observe(box);
  }
}

document.addEventListener("DOMContentLoaded", () => draw(document));
document.addEventListener("htmx:load", (event) => draw(event.target));
