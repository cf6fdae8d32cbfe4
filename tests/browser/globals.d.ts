// What the pages load besides their own modules.
declare const vis: any;
declare const Plotly: any;
