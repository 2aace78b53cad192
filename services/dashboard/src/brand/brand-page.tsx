export default function BrandPage(_: any) { return <p>soon</p> }
